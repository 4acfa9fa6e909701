//! Accounts as the command line shows them: to a person, or as JSON.

use otop_server::account::Account;
use otop_server::error::Result;
use serde_json::{Value, json};

/// An account with the password to be handed over, where one was made.
pub fn handed_over(account: &Account, one_time_password: Option<&str>, as_json: bool) -> Result<String> {
    let mut answer = value(account)?;
    let Some(password) = one_time_password else {
        return told(account, as_json);
    };
    if as_json {
        answer["oneTimePassword"] = password.into();
        return Ok(answer.to_string());
    }
    let note = "รหัสผ่านใช้ครั้งเดียว ต้องเปลี่ยนเมื่อเข้าสู่ระบบ / one-time password, to be changed at the first sign-in";
    Ok(format!("{}\n{note}:\n  {password}", line(account)?))
}

/// One account.
pub fn told(account: &Account, as_json: bool) -> Result<String> {
    if as_json { Ok(value(account)?.to_string()) } else { line(account) }
}

/// Several accounts.
pub fn listed(accounts: &[Account], as_json: bool) -> Result<String> {
    if as_json {
        let values = accounts.iter().map(value).collect::<Result<Vec<_>>>()?;
        return Ok(Value::from(values).to_string());
    }
    let lines = accounts.iter().map(line).collect::<Result<Vec<_>>>()?;
    Ok(if lines.is_empty() {
        "ยังไม่มีบัญชี / no accounts".to_owned()
    } else {
        lines.join("\n")
    })
}

fn line(account: &Account) -> Result<String> {
    let held = account.held()?;
    let held: Vec<String> = held
        .iter()
        .filter(|held| !held.has_ended)
        .map(|held| format!("{} {}", held.role, held.area))
        .collect();
    let locked = if account.locked_at.is_some() {
        "  ปิดอยู่ / locked"
    } else {
        ""
    };
    Ok(format!("{}  {}  {}{locked}", account.username, account.name, held.join(", ")))
}

fn value(account: &Account) -> Result<Value> {
    let held = account.held()?;
    let held: Vec<Value> = held
        .iter()
        .map(|held| json!({ "role": held.role.as_str(), "area": held.area.as_str(), "hasEnded": held.has_ended }))
        .collect();
    Ok(json!({
        "username": account.username,
        "name": account.name,
        "position": account.position,
        "area": account.area.as_str(),
        "lockedAt": account.locked_at,
        "mustChangePassword": account.must_change_password,
        "assignments": held,
    }))
}
