//! A password for an account: typed unseen, read from standard input, or made. Never an argument, where others could read it.

use std::io;

use clap::Args;
use otop_server::config::Problem;

use super::outside;

/// Where it comes from.
#[derive(Debug, Args)]
pub struct Typed {
    /// อ่านรหัสผ่านจาก stdin หนึ่งบรรทัด / read the password from standard input, one line
    #[arg(long, conflicts_with = "one_time")]
    pub password_stdin: bool,

    /// สร้างรหัสผ่านใช้ครั้งเดียว ซึ่งต้องเปลี่ยนเมื่อเข้าสู่ระบบ / make a one-time password, to be changed at the first sign-in
    #[arg(long)]
    pub one_time: bool,

    /// ผลเป็น JSON / the result as JSON
    #[arg(long)]
    pub json: bool,
}

/// Asks for it: twice where it is typed unseen.
pub fn read(typed: &Typed) -> Result<String, Problem> {
    if typed.password_stdin {
        let mut line = String::new();
        io::stdin().read_line(&mut line).map_err(outside)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let first = rpassword::prompt_password("รหัสผ่าน / password: ").map_err(outside)?;
    let again = rpassword::prompt_password("อีกครั้ง / again: ").map_err(outside)?;
    if first == again { Ok(first) } else { Err(different()) }
}

fn different() -> Problem {
    Problem::new("รหัสผ่านสองครั้งไม่ตรงกัน", "The two passwords are not the same.")
}
