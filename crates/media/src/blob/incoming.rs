//! A file on its way in: written piece by piece into a nameless file, with what it is told by its first bytes and its
//! cap checked as it grows. Whoever breaks off leaves nothing.

use super::{
    Caps, Kind,
    nature::{HEAD, Nature, Told, told},
    upload::UploadRefusal,
};
use std::{fs::File, sync::Arc};
use tokio::io::AsyncWriteExt;
use weilu_store::BlobStore;
use weilu_vocabulary::{Fault, Faulty, Outcome};

const MEGABYTE: u64 = 1 << 20;

/// A file that is coming in.
pub struct Incoming {
    file: tokio::fs::File,
    caps: Caps,
    head: Vec<u8>,
    nature: Option<Nature>,
    length: u64,
    only_picture: bool,
}

/// A file that has come in whole.
#[derive(Debug)]
pub struct Taken {
    pub(super) file: File,
    pub(super) nature: Nature,
    pub(super) length: u64,
    pub(super) caps: Caps,
}

impl Incoming {
    /// Opens a nameless file for it.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn begin(blobs: &Arc<dyn BlobStore>, caps: Caps) -> Outcome<Incoming> {
        let blobs = blobs.clone();
        let file = tokio::task::spawn_blocking(move || blobs.aside()).await.context("opening a file")??;
        Ok(Incoming {
            file: tokio::fs::File::from_std(file),
            caps,
            head: Vec::new(),
            nature: None,
            length: 0,
            only_picture: false,
        })
    }

    /// Takes nothing but a picture: for what stands before a video is played.
    #[must_use]
    pub fn only_picture(mut self) -> Incoming {
        self.only_picture = true;
        self
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// A refusal as soon as it is clear that the file will not be taken.
    pub async fn take(&mut self, piece: &[u8]) -> Outcome<()> {
        self.length += piece.len() as u64;
        let missing = HEAD.saturating_sub(self.head.len());
        self.head.extend(piece.iter().take(missing));
        if self.nature.is_none() && self.head.len() >= HEAD {
            self.nature = Some(self.settle_nature()?);
        }
        let kind = self.nature.map_or(Kind::Document, Nature::kind);
        let most = self.caps.megabytes(kind);
        if self.length > u64::try_from(most).unwrap_or(0) * MEGABYTE {
            return Err(UploadRefusal::TooLarge { most }.into());
        }
        Ok(self.file.write_all(piece).await.context("writing what comes in")?)
    }

    fn settle_nature(&self) -> Result<Nature, UploadRefusal> {
        match told(&self.head) {
            Told::Nature(nature) if self.only_picture && nature != Nature::Picture => {
                Err(UploadRefusal::BadKind)
            }
            Told::Nature(nature) => Ok(nature),
            Told::PhonePicture => Err(UploadRefusal::PhonePicture),
            Told::Strange => Err(UploadRefusal::BadKind),
        }
    }

    /// It has come in whole.
    ///
    /// # Errors
    /// When it is empty or nothing that is taken.
    pub async fn end(mut self) -> Outcome<Taken> {
        if self.length == 0 {
            return Err(UploadRefusal::NoFile.into());
        }
        let nature = match self.nature {
            Some(nature) => nature,
            None => self.settle_nature()?,
        };
        self.file.flush().await.context("writing what comes in")?;
        Ok(Taken { file: self.file.into_std().await, nature, length: self.length, caps: self.caps })
    }
}

impl Taken {
    pub(super) fn bytes(&mut self) -> Result<Vec<u8>, Fault> {
        use std::io::{Read, Seek};
        let mut bytes = Vec::new();
        self.file.rewind().context("reading what came in")?;
        self.file.read_to_end(&mut bytes).context("reading what came in")?;
        Ok(bytes)
    }
}
