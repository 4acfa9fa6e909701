//! The layouts of this installation: ours, and in their place what a folder holds.

use std::path::{Path, PathBuf};

use otop_schema::form::{FormKind, Template, Templates};

use crate::error::{Error, Result};

/// What an installation decides about forms.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// A folder with layouts of its own: `rt1.json` … in the place of ours.
    pub folder: Option<PathBuf>,
    /// Our address as the world sees it, to which the code on a print leads; else the one that was asked.
    pub public_url: Option<String>,
}

/// The layouts, and where prints can be checked.
#[derive(Debug)]
pub struct Layouts {
    templates: Templates,
    /// Our address as the world sees it.
    pub public_url: Option<String>,
}

impl Settings {
    /// Reads the layouts.
    ///
    /// # Errors
    /// Which file is wrong, and what in it.
    pub fn read(&self) -> std::result::Result<Layouts, String> {
        let own = |kind: FormKind| self.folder.as_deref().and_then(|folder| own(folder, kind));
        Ok(Layouts {
            templates: Templates::replaced(own)?,
            public_url: self.public_url.clone(),
        })
    }
}

/// The installation's own layout of a form; a file that is there and cannot be read is no layout, and says so by failing to be one.
fn own(folder: &Path, kind: FormKind) -> Option<String> {
    let file = folder.join(format!("{kind}.json"));
    file.exists().then(|| std::fs::read_to_string(file).unwrap_or_default())
}

impl Layouts {
    /// The layout of a form.
    ///
    /// # Errors
    /// Never: every form has one.
    pub fn of(&self, kind: FormKind) -> Result<&Template> {
        self.templates.of(kind).ok_or_else(|| Error::internal("a form without a layout"))
    }
}
