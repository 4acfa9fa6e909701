//! `otop-server account`: the first account of an installation, and what is done at the machine itself.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use diesel_async::{AsyncConnection, AsyncPgConnection};
use otop_schema::{AreaCode, Assignment, Role};
use otop_server::account::{self, By, KeptPassword, NewAccount};
use otop_server::clock;
use otop_server::config::{Problem, Storage};
use otop_server::database::{Database, connect};
use otop_server::error::{Error, Result};
use otop_server::identity::change;
use otop_server::identity::password;

use super::account_text::{handed_over, listed, told};
use super::password::{self as typed, Typed};
use super::{failed, outside, tell};

/// What is done to accounts.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// สร้างผู้ดูแลระบบคนแรกของกรม / the first administrator: an officer of the department
    #[command(
        after_help = "ตัวอย่าง / example:\n  otop-server account create-administrator somsri --name 'นางสมศรี ใจดี' --order-number 12/2566"
    )]
    CreateAdministrator(Administrator),

    /// สร้างบัญชีและมอบหน้าที่ / an account with a role for a place
    #[command(
        after_help = "ตัวอย่าง / example:\n  otop-server account create province.27 --name 'นายวิชัย ดีงาม' --role PROVINCE_OFFICER --area 27 --one-time"
    )]
    Create(Create),

    /// ตั้งรหัสผ่านใหม่ / another password; every sign-in by the one before ends
    #[command(after_help = "ตัวอย่าง / examples:\n  otop-server account password somsri\n  otop-server account password somsri --one-time")]
    Password(Password),

    /// ปิดบัญชี / close an account: whoever is signed in with it is out at once
    #[command(after_help = "ตัวอย่าง / example:\n  otop-server account lock somsri --reason 'ย้ายหน่วยงาน'")]
    Lock(Lock),

    /// เปิดบัญชีที่ปิดไว้ / open a closed account
    #[command(after_help = "ตัวอย่าง / example:\n  otop-server account unlock somsri")]
    Unlock(Named),

    /// เชื่อมบัญชีกับผู้ใช้ของระบบยืนยันตัวตนภายนอก / link an account to a subject of the outside identity provider
    #[command(
        after_help = "ตัวอย่าง / examples:\n  otop-server account link somsri --issuer https://login.example.go.th --subject 7f3a\n  otop-server account link somsri --issuer https://login.example.go.th --none"
    )]
    Link(Link),

    /// แสดงบัญชีทั้งหมดหรือของหน่วยงาน / list accounts: all, or those of a unit
    #[command(after_help = "ตัวอย่าง / examples:\n  otop-server account list\n  otop-server account list --area 2706 --json")]
    List(List),
}

#[derive(Debug, Args)]
pub struct Administrator {
    #[command(flatten)]
    person: Person,

    #[command(flatten)]
    typed: Typed,
}

#[derive(Debug, Args)]
pub struct Create {
    #[command(flatten)]
    person: Person,

    /// หน้าที่ เช่น PROVINCE_OFFICER / the role
    #[arg(long, value_name = "ROLE", value_parser = role)]
    role: Role,

    /// รหัสพื้นที่ เช่น TH 27 2706 / the code of the place
    #[arg(long, value_name = "CODE", value_parser = place)]
    area: AreaCode,

    #[command(flatten)]
    typed: Typed,
}

/// Whose account it is to be.
#[derive(Debug, Args)]
struct Person {
    /// ชื่อผู้ใช้ a-z 0-9 . _ - / what is typed to sign in
    username: String,

    /// ชื่อและนามสกุล ตามที่แสดงในประวัติ / the name, as the audit trail shows it
    #[arg(long, value_name = "NAME")]
    name: String,

    /// ตำแหน่ง ตามที่แสดงในช่องลงนาม / the position, as the signature block shows it
    #[arg(long, value_name = "POSITION", default_value = "")]
    position: String,

    /// เลขที่คำสั่ง / the appointment order
    #[arg(long, value_name = "NUMBER", default_value = "")]
    order_number: String,

    /// ในฐานะ เช่น รักษาราชการแทน / in which capacity
    #[arg(long, value_name = "CAPACITY", default_value = "")]
    capacity: String,

    /// วันแรก ค.ศ.; ไม่ระบุ = วันนี้ / the first day (CE); today without it
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,

    /// วันสุดท้าย ค.ศ. / the last day (CE), included
    #[arg(long, value_name = "DAY")]
    until: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct Password {
    /// ชื่อผู้ใช้ / the account
    username: String,

    #[command(flatten)]
    typed: Typed,
}

#[derive(Debug, Args)]
pub struct Lock {
    #[command(flatten)]
    account: Named,

    /// เหตุผล / why
    #[arg(long, value_name = "REASON")]
    reason: String,
}

#[derive(Debug, Args)]
pub struct Named {
    /// ชื่อผู้ใช้ / the account
    username: String,

    /// ผลเป็น JSON / the result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub struct Link {
    #[command(flatten)]
    account: Named,

    /// ผู้ให้บริการ ตามค่า OTOP_OIDC_ISSUER / the provider, as OTOP_OIDC_ISSUER names it
    #[arg(long, value_name = "URL")]
    issuer: String,

    /// รหัสผู้ใช้ (sub) ที่ผู้ให้บริการออกให้ / what the provider calls the person (`sub`)
    #[arg(long, value_name = "SUBJECT", required_unless_present = "none", conflicts_with = "none")]
    subject: Option<String>,

    /// ยกเลิกการเชื่อม / take the link away
    #[arg(long)]
    none: bool,
}

#[derive(Debug, Args)]
pub struct List {
    /// รหัสหน่วยงาน / only accounts of this unit
    #[arg(long, value_name = "CODE", value_parser = place)]
    area: Option<AreaCode>,

    /// ผลเป็น JSON / the result as JSON
    #[arg(long)]
    json: bool,
}

fn role(text: &str) -> std::result::Result<Role, String> {
    let all = Role::ALL.iter().filter(|role| **role != Role::CommitteeMember);
    let named = text.parse().ok().filter(|role| *role != Role::CommitteeMember);
    named.ok_or_else(|| all.map(|role| role.as_str()).collect::<Vec<_>>().join(", "))
}

fn place(text: &str) -> std::result::Result<AreaCode, String> {
    text.parse().map_err(|_| "ตัวอย่าง / for example: TH, 27, 2706".to_owned())
}

pub async fn run(storage: &Storage, wanted: &Account) -> std::result::Result<(), Problem> {
    let database = Database::visit(storage).await?;
    let done = work(&database, wanted).await;
    database.close().await?;
    done
}

async fn work(database: &Database, wanted: &Account) -> std::result::Result<(), Problem> {
    database.migrate().await?;
    let mut connection = connect(database.url()).await.map_err(outside)?;
    match wanted {
        Account::CreateAdministrator(new) => {
            make(
                &mut connection,
                &new.person,
                (Role::DepartmentOfficer, AreaCode::nation()),
                &new.typed,
            )
            .await
        }
        Account::Create(new) => make(&mut connection, &new.person, (new.role, new.area.clone()), &new.typed).await,
        Account::Password(wanted) => password(&mut connection, wanted).await,
        Account::Lock(wanted) => lock(&mut connection, wanted).await,
        Account::Unlock(wanted) => unlock(&mut connection, wanted).await,
        Account::Link(wanted) => link(&mut connection, wanted).await,
        Account::List(wanted) => list(&mut connection, wanted).await,
    }
}

async fn make(
    connection: &mut AsyncPgConnection,
    person: &Person,
    (role, area): (Role, AreaCode),
    typed: &Typed,
) -> std::result::Result<(), Problem> {
    let (shown, kept) = secret(&person.username, typed)?;
    let made = connection.transaction(async |connection| {
        let new = person.account(area.clone());
        let made = account::create(connection, By::Operator, &new, &kept).await?;
        let today = clock::bangkok_day(clock::business(connection).await?);
        account::assign(connection, By::Operator, &made, &person.assignment(role, area.clone(), today)).await?;
        found(connection, &person.username).await
    });
    let made = made.await.map_err(failed)?;
    tell(&handed_over(&made, shown.as_deref(), typed.json).map_err(failed)?);
    Ok(())
}

impl Person {
    fn account(&self, area: AreaCode) -> NewAccount {
        NewAccount {
            username: self.username.clone(),
            name: self.name.clone(),
            position: self.position.clone(),
            area,
        }
    }

    fn assignment(&self, role: Role, area: AreaCode, today: NaiveDate) -> Assignment {
        Assignment {
            role,
            area,
            from: self.from.unwrap_or(today),
            until: self.until,
            order_number: self.order_number.clone(),
            capacity: self.capacity.clone(),
        }
    }
}

/// The password as it is kept, and as it is shown where it was made here.
fn secret(username: &str, typed: &Typed) -> std::result::Result<(Option<String>, KeptPassword), Problem> {
    let shown = typed.one_time.then(password::made);
    let text = match &shown {
        Some(made) => made.clone(),
        None => typed::read(typed)?,
    };
    change::fit("password", username, &text).map_err(|refusal| failed(refusal.into()))?;
    let hash = password::hash(&text).map_err(failed)?;
    let must_change = typed.one_time;
    Ok((shown, KeptPassword { hash, must_change }))
}

async fn password(connection: &mut AsyncPgConnection, wanted: &Password) -> std::result::Result<(), Problem> {
    let (shown, kept) = secret(&wanted.username, &wanted.typed)?;
    let set = connection.transaction(async |connection| account::set_password(connection, By::Operator, &wanted.username, &kept).await);
    let set = set.await.map_err(failed)?;
    tell(&handed_over(&set, shown.as_deref(), wanted.typed.json).map_err(failed)?);
    Ok(())
}

async fn lock(connection: &mut AsyncPgConnection, wanted: &Lock) -> std::result::Result<(), Problem> {
    let username = &wanted.account.username;
    let locked = connection.transaction(async |connection| account::lock(connection, By::Operator, username, &wanted.reason).await);
    tell(&told(&locked.await.map_err(failed)?, wanted.account.json).map_err(failed)?);
    Ok(())
}

async fn unlock(connection: &mut AsyncPgConnection, wanted: &Named) -> std::result::Result<(), Problem> {
    let open = connection.transaction(async |connection| account::unlock(connection, By::Operator, &wanted.username).await);
    tell(&told(&open.await.map_err(failed)?, wanted.json).map_err(failed)?);
    Ok(())
}

async fn link(connection: &mut AsyncPgConnection, wanted: &Link) -> std::result::Result<(), Problem> {
    let (username, subject) = (&wanted.account.username, wanted.subject.as_deref());
    let linked =
        connection.transaction(async |connection| account::link(connection, By::Operator, username, &wanted.issuer, subject).await);
    tell(&told(&linked.await.map_err(failed)?, wanted.account.json).map_err(failed)?);
    Ok(())
}

async fn list(connection: &mut AsyncPgConnection, wanted: &List) -> std::result::Result<(), Problem> {
    let found = match &wanted.area {
        Some(area) => account::accounts_at(connection, area).await,
        None => account::all_accounts(connection).await,
    };
    tell(&listed(&found.map_err(failed)?, wanted.json).map_err(failed)?);
    Ok(())
}

async fn found(connection: &mut AsyncPgConnection, username: &str) -> Result<account::Account> {
    account::one(connection, username)
        .await?
        .ok_or_else(|| Error::not_found("username"))
}
