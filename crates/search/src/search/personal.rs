//! What searching knows of a person: for export and erasure.

use weilu_kernel::{Personal, sql};

pub(super) const PERSONAL: &[Personal] = &[Personal {
    title: ("搜过的词", "Words I searched for"),
    name: "search_typed",
    export: || {
        sql!(
            "select day, word, times, without_result from search_typed where tenant = $tenant and persona = $1"
        )
    },
    // What others see of his words loses his part first, and a word that fewer than three typed then goes.
    erase: &[
        || {
            sql!(
                "delete from search_word where tenant = $tenant and word in (select word from search_typed where tenant = $tenant and persona = $1) and ((select count(distinct t.persona) from search_typed t where t.tenant = $tenant and t.word = search_word.word and t.persona <> $1) < 3 or not exists (select 1 from search_typed t where t.tenant = $tenant and t.word = search_word.word and t.day = search_word.day and t.persona <> $1))"
            )
        },
        || {
            sql!(
                "update search_word set times = (select cast(sum(t.times) as bigint) from search_typed t where t.tenant = $tenant and t.word = search_word.word and t.day = search_word.day and t.persona <> $1), without_result = (select cast(sum(t.without_result) as bigint) from search_typed t where t.tenant = $tenant and t.word = search_word.word and t.day = search_word.day and t.persona <> $1) where tenant = $tenant and word in (select word from search_typed where tenant = $tenant and persona = $1)"
            )
        },
        || sql!("delete from search_typed where tenant = $tenant and persona = $1"),
    ],
}];
