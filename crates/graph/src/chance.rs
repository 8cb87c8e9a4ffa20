//! Seeded chance: the only source of randomness in this crate.
//!
//! xoshiro256++ (Blackman, Vigna: Scrambled linear pseudorandom number generators, 2021) seeded by splitmix64.
//! Rules: every piece of work that may run on another thread gets a stream of its own from the seed and its
//! number, so that the answer does not depend on how many threads there are. Not for secrets.

/// A stream of pseudo-random numbers.
#[derive(Debug, Clone)]
pub struct Chance {
    state: [u64; 4],
}

/// The splitmix64 step: a well-mixed number for every state.
pub(crate) fn mix(number: u64) -> u64 {
    let z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Chance {
    /// The stream of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Chance::stream(seed, 0)
    }

    /// Stream number `stream` of a seed.
    #[must_use]
    pub fn stream(seed: u64, stream: u64) -> Self {
        let start = mix(seed ^ mix(stream.wrapping_mul(0xD134_2543_DE82_EF95)));
        let step = |i: u64| mix(start.wrapping_add(i.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        Chance { state: [step(1), step(2), step(3), step(4) | 1] }
    }

    /// The next 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c2, d2) = (c ^ a, d ^ b);
        self.state = [a ^ d2, b ^ c2, c2 ^ (b << 17), d2.rotate_left(45)];
        result
    }

    /// A number in `0.0 <= x < 1.0`.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A number in `0.0 < x <= 1.0`, whose logarithm exists.
    #[inline]
    pub fn positive_unit(&mut self) -> f64 {
        ((self.bits() >> 11) + 1) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A number below `limit` (0 where `limit` is 0); the bias is below `limit` / 2^32 parts.
    #[inline]
    pub fn below(&mut self, limit: u32) -> u32 {
        (((self.bits() >> 32) * u64::from(limit)) >> 32) as u32
    }

    /// Puts the list in random order.
    pub fn shuffle(&mut self, list: &mut [u32]) {
        for last in (1..list.len()).rev() {
            let other = self.below(last as u32 + 1) as usize;
            list.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ() {
        let draw = |seed, stream| {
            let mut chance = Chance::stream(seed, stream);
            (0..8).map(|_| chance.bits()).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
    }

    #[test]
    fn units_and_numbers_are_even() {
        let mut chance = Chance::new(7);
        let mean = (0..100_000).map(|_| chance.unit()).sum::<f64>() / 100_000.0;
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
        let mut counts = [0_u32; 10];
        for _ in 0..100_000 {
            counts[chance.below(10) as usize] += 1;
        }
        assert!(counts.iter().all(|count| (9_500..10_500).contains(count)), "{counts:?}");
        assert_eq!(chance.below(0), 0);
        let mut list: Vec<u32> = (0..50).collect();
        chance.shuffle(&mut list);
        list.sort_unstable();
        assert_eq!(list, (0..50).collect::<Vec<_>>());
    }
}
