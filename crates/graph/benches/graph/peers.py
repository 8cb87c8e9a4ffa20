"""What igraph and networkit need for the same measures: prints "name value" a line. Arguments: the list of ties."""

import csv
import sys
import time


def timed(name, work):
    start = time.process_time()
    result = work()
    print(name, time.process_time() - start, flush=True)
    return result


with open(sys.argv[1], newline="") as source:
    pairs = [(int(a), int(b)) for a, b in csv.reader(source)]
count = 1 + max(max(pair) for pair in pairs)

try:
    import igraph

    graph = igraph.Graph(n=count, edges=pairs)
    timed("igraph.pagerank", graph.pagerank)
    timed("igraph.cores", graph.coreness)
    found = timed("igraph.leiden", lambda: graph.community_leiden(objective_function="modularity", n_iterations=10))
    print("igraph.leiden_modularity", graph.modularity(found))
except ImportError:
    pass

try:
    import networkit

    networkit.setNumberOfThreads(2)
    graph = networkit.Graph(count)
    for a, b in pairs:
        graph.addEdge(a, b)
    found = timed("networkit.leiden", lambda: networkit.community.ParallelLeiden(graph).run())
    quality = networkit.community.Modularity().getQuality(found.getPartition(), graph)
    print("networkit.leiden_modularity", quality)
    timed("networkit.cores", lambda: networkit.centrality.CoreDecomposition(graph).run())
    timed("networkit.pagerank", lambda: networkit.centrality.PageRank(graph, 0.85, 1e-9).run())
    timed("networkit.clustering", lambda: networkit.centrality.LocalClusteringCoefficient(graph).run())
    timed("networkit.betweenness", lambda: networkit.centrality.KadabraBetweenness(graph, 0.01, 0.1).run())
except ImportError:
    pass
