//! `otop-server clock`: reads or moves the business clock of a demonstration.

use chrono::{DateTime, Datelike, FixedOffset, Utc};
use clap::Args;
use diesel::sql_types::{Nullable, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_server::config::{Problem, Storage};
use otop_server::database::{Database, connect};

use super::outside;

#[derive(Debug, Args)]
pub struct Clock {
    /// เวลาใหม่ เช่น 2023-03-06T00:00+07:00 (วินาทีไม่บังคับ) / the new instant, RFC 3339, seconds optional
    #[arg(value_name = "INSTANT", value_parser = instant)]
    instant: Option<DateTime<FixedOffset>>,

    /// ให้นาฬิกาหยุดนิ่ง / the clock stands still from now on; without it the clock runs on
    #[arg(long)]
    fixed: bool,
}

pub async fn run(storage: &Storage, clock: Clock) -> Result<(), Problem> {
    let database = Database::existing(storage).await?;
    let done = work(&database, &clock).await;
    database.close().await?;
    println!("{}", done?.to_rfc3339());
    Ok(())
}

async fn work(database: &Database, clock: &Clock) -> Result<DateTime<FixedOffset>, Problem> {
    database.migrate().await?;
    let mut conn = connect(database.url()).await.map_err(outside)?;
    if clock.instant.is_some() || clock.fixed {
        set(&mut conn, clock).await?;
    }
    read(&mut conn).await
}

#[derive(diesel::QueryableByName)]
struct Instant {
    #[diesel(sql_type = Timestamptz)]
    now: DateTime<Utc>,
}

async fn read(conn: &mut AsyncPgConnection) -> Result<DateTime<FixedOffset>, Problem> {
    let instant: Instant = diesel::sql_query("SELECT business_now() AS now")
        .get_result(conn)
        .await
        .map_err(outside)?;
    Ok(otop_schema::bangkok(instant.now))
}

async fn set(conn: &mut AsyncPgConnection, clock: &Clock) -> Result<(), Problem> {
    let sql = match clock.fixed {
        true => "UPDATE clock SET shift = '0', fixed = coalesce($1, business_now()) WHERE movable",
        false => "UPDATE clock SET shift = $1 - clock_timestamp(), fixed = NULL WHERE movable",
    };
    let instant = clock.instant.map(|instant| instant.with_timezone(&Utc));
    let moved = diesel::sql_query(sql)
        .bind::<Nullable<Timestamptz>, _>(instant)
        .execute(conn)
        .await
        .map_err(outside)?;
    if moved == 1 { Ok(()) } else { Err(immovable()) }
}

fn immovable() -> Problem {
    Problem::new(
        "ฐานข้อมูลนี้ใช้เวลาจริง เลื่อนนาฬิกาไม่ได้ (เลื่อนได้เฉพาะฐานข้อมูลสาธิต: otop-server demo)",
        "This database runs on real time; only a demonstration's clock can be moved (otop-server demo).",
    )
}

/// RFC 3339; the seconds may be left out.
fn instant(text: &str) -> Result<DateTime<FixedOffset>, String> {
    let parsed = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z"));
    let parsed = parsed.or_else(|_| DateTime::parse_from_str(&text.replace(['Z', 'z'], "+00:00"), "%Y-%m-%dT%H:%M%:z"));
    common_era(parsed.map_err(|_| "ตัวอย่าง / for example: 2023-03-06T00:00+07:00".to_owned())?)
}

/// Years from 2400 on are of the Buddhist era: the clock would stand five centuries ahead.
fn common_era(instant: DateTime<FixedOffset>) -> Result<DateTime<FixedOffset>, String> {
    if instant.year() < 2400 {
        return Ok(instant);
    }
    let (year, rest) = (instant.year() - 543, instant.format("-%m-%dT%H:%M%:z"));
    Err(format!("ใช้ปี ค.ศ. / use the common era: {year}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_may_be_left_out() {
        let midnight = instant("2023-03-06T00:00+07:00").unwrap();
        assert_eq!(midnight, instant("2023-03-06T00:00:00+07:00").unwrap());
        assert_eq!(midnight, instant("2023-03-05T17:00Z").unwrap());
        assert_eq!(instant("2023-03-05T16:59:59.999Z").unwrap().timestamp_subsec_millis(), 999);
    }

    #[test]
    fn a_buddhist_year_is_refused_with_the_common_one() {
        assert!(instant("2566-03-06T00:00+07:00").unwrap_err().contains("2023-03-06T00:00+07:00"));
    }

    #[test]
    fn an_instant_without_its_offset_is_refused() {
        assert!(instant("2023-03-06T00:00").is_err());
        assert!(instant("6 March 2566").is_err());
    }
}
