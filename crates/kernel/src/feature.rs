//! What a feature declares. Everything that lists features is derived from this.

use crate::{
    CheckSpec, CommandSpec, Drawer, FollowerSpec, HighlightSpec, JobSpec, Kept, LeafSpec, Locator, Machine,
    Namer, NoticeSpec, Permission, Personal, ProcessorSpec, QuerySpec, ReconcilerSpec, Searchable,
    SettingSpec, ShareSpec, SilenceSpec, Viewer,
};
use weilu_store::Schema;
use weilu_vocabulary::EventKind;

/// A feature: plain data, in one folder.
#[derive(Clone, Copy)]
pub struct Feature {
    /// Singular noun; first part of the names of its commands, queries and events.
    pub name: &'static str,
    /// Its name in Chinese.
    pub zh: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// Tables.
    pub schema: Option<&'static str>,
    /// Those of its tables that are seldom written: what [`Tx::memo`](weilu_store::Tx::memo) reads of them is
    /// remembered.
    pub steady: &'static [&'static str],
    /// Ways to change something.
    pub commands: &'static [CommandSpec],
    /// Ways to ask something.
    pub queries: &'static [QuerySpec],
    /// Kinds of events it appends.
    pub events: &'static [EventKind],
    /// Those of them that change nothing that is shown of a place or a person: coming and going, reading along.
    pub silent: &'static [EventKind],
    /// Those of them after which anything may have become somebody else's.
    pub sweeping: &'static [EventKind],
    /// Permissions it asks for.
    pub permissions: &'static [Permission],
    /// Readers of the log.
    pub processors: &'static [ProcessorSpec],
    /// Readers of the log that keep what they know outside the database.
    pub followers: &'static [FollowerSpec],
    /// Things that come due.
    pub reconcilers: &'static [ReconcilerSpec],
    /// Jobs it runs outside.
    pub jobs: &'static [JobSpec],
    /// Settings, each with its default.
    pub settings: &'static [SettingSpec],
    /// In which drawer of the settings page they lie.
    pub drawer: Drawer,
    /// What it finds missing or wrong in an installation.
    pub checks: &'static [CheckSpec],
    /// Processors that count by days of the brand's calendar: built again when the calendar changes.
    pub by_day: &'static [&'static str],
    /// Where its things stand.
    pub locators: &'static [Locator],
    /// Who may see its things, and what hangs on them.
    pub viewers: &'static [Viewer],
    /// What it knows of a person: for export and erasure.
    pub personal: &'static [Personal],
    /// What the law wants kept of a person after his erasure, sealed and without profile.
    pub kept: &'static [Kept],
    /// State machines its things go through.
    pub machines: &'static [&'static Machine],
    /// Conditions that rules can ask of a person.
    pub leaves: &'static [LeafSpec],
    /// Which of its events tell whom, and how.
    pub notices: &'static [NoticeSpec],
    /// Who wants to hear nothing of what.
    pub silences: &'static [SilenceSpec],
    /// What its things are called.
    pub namers: &'static [Namer],
    /// What it has to tell somebody who was away.
    pub highlights: &'static [HighlightSpec],
    /// Its addresses that people pass on, with what stands on their card.
    pub shares: &'static [ShareSpec],
    /// Things of its that can be found by words.
    pub searchables: &'static [Searchable],
}

impl Feature {
    /// A feature that declares nothing yet; fill in with struct update.
    pub const EMPTY: Feature = Feature {
        name: "",
        zh: "",
        en: "",
        schema: None,
        steady: &[],
        commands: &[],
        queries: &[],
        events: &[],
        silent: &[],
        sweeping: &[],
        permissions: &[],
        processors: &[],
        followers: &[],
        reconcilers: &[],
        jobs: &[],
        settings: &[],
        drawer: Drawer::Content,
        checks: &[],
        by_day: &[],
        locators: &[],
        viewers: &[],
        personal: &[],
        kept: &[],
        machines: &[],
        leaves: &[],
        notices: &[],
        silences: &[],
        namers: &[],
        highlights: &[],
        shares: &[],
        searchables: &[],
    };

    /// Its tables, if it has any.
    #[must_use]
    pub fn tables(&self) -> Option<Schema> {
        self.schema.map(|text| Schema { feature: self.name, text, steady: self.steady })
    }
}
