//! The role of a person's transaction and what it may touch: the part of the second wall that a backup does not carry.

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};

use crate::config::Problem;

/// Makes the role `otop_app` where it is not there, lets the server's user become it, and grants it the walled tables.
///
/// # Errors
/// With what an administrator has to do, where the server's user may not.
pub(super) async fn raise(connection: &mut AsyncPgConnection) -> Result<(), Problem> {
    connection.batch_execute(include_str!("wall.sql")).await.map_err(|error| {
        Problem::new(
            format!(
                "เตรียมบทบาท otop_app ในฐานข้อมูลไม่ได้ ({error}) ให้ผู้ดูแล PostgreSQL สั่ง: \
                 CREATE ROLE otop_app NOLOGIN; GRANT otop_app TO ผู้ใช้ของเซิร์ฟเวอร์"
            ),
            format!(
                "The role otop_app could not be prepared ({error}). An administrator of PostgreSQL has to run: \
                 CREATE ROLE otop_app NOLOGIN; GRANT otop_app TO the user of DATABASE_URL"
            ),
        )
    })
}
