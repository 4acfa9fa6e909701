//! The password: from the environment, from standard input, or typed unseen. Never from the command line, where others
//! could read it.

use std::{env, io};

use crate::{
    error::{Error, Result},
    message::Lang,
};

/// Asks for the password.
pub fn read(from_stdin: bool, lang: Lang) -> Result<String> {
    if from_stdin {
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        return some(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    match env::var("OTOP_PASSWORD") {
        Ok(password) => some(password),
        Err(_) => some(rpassword::prompt_password(lang.of("รหัสผ่าน: ", "Password: "))?),
    }
}

/// Asks for another one: twice where it is typed unseen.
pub fn read_new(from_stdin: bool, lang: Lang) -> Result<String> {
    if from_stdin {
        return read(true, lang);
    }
    if let Ok(password) = env::var("OTOP_NEW_PASSWORD") {
        return some(password);
    }
    let first = rpassword::prompt_password(lang.of("รหัสผ่านใหม่: ", "New password: "))?;
    let again = rpassword::prompt_password(lang.of("อีกครั้ง: ", "Again: "))?;
    if first == again {
        return some(first);
    }
    Err(Error::usage("รหัสผ่านสองครั้งไม่ตรงกัน", "The two passwords are not the same."))
}

fn some(password: String) -> Result<String> {
    if password.is_empty() {
        return Err(Error::usage("ไม่ได้ระบุรหัสผ่าน", "There is no password."));
    }
    Ok(password)
}
