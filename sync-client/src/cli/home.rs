//! Where a laptop's data lie when nobody says otherwise: the system's own folder for a program's data.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::error::{Error, Result};

/// The data folder.
pub fn folder(named: Option<&Path>) -> Result<PathBuf> {
    named.map(Path::to_owned).or_else(default).ok_or_else(|| {
        Error::usage(
            "ไม่ทราบโฟลเดอร์ข้อมูล ระบุด้วย --home",
            "The data folder is not known: name it with --home",
        )
    })
}

fn default() -> Option<PathBuf> {
    let variable = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || variable("HOME");
    if cfg!(windows) {
        variable("LOCALAPPDATA").map(|base| base.join("OTOP"))
    } else if cfg!(target_os = "macos") {
        home().map(|base| base.join("Library/Application Support/OTOP"))
    } else {
        variable("XDG_DATA_HOME")
            .or_else(|| home().map(|base| base.join(".local/share")))
            .map(|base| base.join("otop"))
    }
}
