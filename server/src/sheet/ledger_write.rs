//! The ledger, written: one statement for each of its tables, whatever the size of the batch.

use diesel::sql_types::{Array, BigInt, Binary, Bool, Date, Integer, Jsonb, Nullable, Numeric, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::try_join;
use otop_schema::SheetState;
use uuid::Uuid;

use super::figures::column;
use super::ledger::{Decided, Ledger, NewConflict, NewRejection};
use crate::error::Result;
use crate::identity::Caller;
use crate::statement::sql;

impl Ledger {
    /// Writes it all, in this order: what waits refers to the edit it came from.
    ///
    /// # Errors
    /// `Contended` when another node decided the same edit at the same time: done again, its answer is found.
    pub(super) async fn write(&self, connection: &AsyncPgConnection, caller: &Caller, device: Uuid) -> Result<()> {
        try_join!(
            self.write_decided(connection, caller, device),
            self.write_adopted(connection),
            self.write_conflicts(connection, caller, device),
            self.write_rejections(connection, caller, device),
            self.write_held(connection, caller, device),
            self.write_released(connection),
            self.write_settled(connection),
            self.write_acknowledged(connection),
        )?;
        Ok(())
    }

    async fn write_decided(&self, mut connection: &AsyncPgConnection, caller: &Caller, device: Uuid) -> Result<()> {
        if self.decided.is_empty() {
            return Ok(());
        }
        let rows: Vec<&Decided> = self.decided.values().collect();
        sql(include_str!("insert_operation.sql"))
            .bind::<Array<SqlUuid>, _>(column(&rows, |row| row.known.id))
            .bind::<Array<Text>, _>(column(&rows, |row| row.subject.district().to_string()))
            .bind::<Array<Date>, _>(column(&rows, |row| row.subject.term()))
            .bind::<Array<Nullable<SqlUuid>>, _>(column(&rows, |row| row.known.about.producer_id))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.known.about.category.clone()))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.known.about.channel.clone()))
            .bind::<Array<Nullable<Numeric>>, _>(column(&rows, |row| row.amount))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.state.map(SheetState::as_str)))
            .bind::<Array<BigInt>, _>(column(&rows, |row| row.device_seq))
            .bind::<Array<Binary>, _>(column(&rows, |row| row.known.payload_hash.clone()))
            .bind::<Array<Text>, _>(column(&rows, |row| row.known.outcome.as_str()))
            .bind::<Array<Nullable<Integer>>, _>(column(&rows, |row| row.known.version))
            .bind::<Array<Nullable<Integer>>, _>(column(&rows, |row| row.known.sheet_version))
            .bind::<Array<Bool>, _>(column(&rows, |row| self.made_sheet.contains(&row.known.id)))
            .bind::<Array<Nullable<Jsonb>>, _>(column(&rows, |row| row.known.answer.clone()))
            .bind::<Array<Nullable<Timestamptz>>, _>(column(&rows, |row| row.recorded_at))
            .bind::<Array<Timestamptz>, _>(column(&rows, |row| row.received_at))
            .bind::<SqlUuid, _>(caller.person)
            .bind::<SqlUuid, _>(device)
            .execute(&mut connection)
            .await?;
        Ok(())
    }

    async fn write_adopted(&self, mut connection: &AsyncPgConnection) -> Result<()> {
        if self.adopted.is_empty() {
            return Ok(());
        }
        sql("INSERT INTO adoption (operation_id, adopted_from, reason) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[])")
            .bind::<Array<SqlUuid>, _>(self.adopted.iter().map(|(id, _)| *id).collect::<Vec<_>>())
            .bind::<Array<SqlUuid>, _>(self.adopted.iter().map(|(_, adoption)| adoption.person).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(
                self.adopted
                    .iter()
                    .map(|(_, adoption)| adoption.reason.as_str())
                    .collect::<Vec<_>>(),
            )
            .execute(&mut connection)
            .await?;
        Ok(())
    }

    async fn write_conflicts(&self, mut connection: &AsyncPgConnection, caller: &Caller, device: Uuid) -> Result<()> {
        if self.conflicts.is_empty() {
            return Ok(());
        }
        let rows: Vec<&NewConflict> = self.conflicts.iter().collect();
        sql(include_str!("insert_conflict.sql"))
            .bind::<Array<SqlUuid>, _>(column(&rows, |row| row.id))
            .bind::<Array<SqlUuid>, _>(column(&rows, |row| row.operation))
            .bind::<Array<Text>, _>(column(&rows, |row| row.subject.district().to_string()))
            .bind::<Array<Date>, _>(column(&rows, |row| row.subject.term()))
            .bind::<Array<Nullable<SqlUuid>>, _>(column(&rows, |row| row.about.producer_id))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.about.category.clone()))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.about.channel.clone()))
            .bind::<Array<Integer>, _>(column(&rows, |row| row.base_version))
            .bind::<Array<Integer>, _>(column(&rows, |row| row.master_version))
            .bind::<Array<Nullable<Numeric>>, _>(column(&rows, |row| row.master_amount))
            .bind::<Array<Nullable<Numeric>>, _>(column(&rows, |row| row.offered_amount))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.master_state.map(SheetState::as_str)))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.offered_state.map(SheetState::as_str)))
            .bind::<Array<Timestamptz>, _>(column(&rows, |row| row.raised_at))
            .bind::<SqlUuid, _>(caller.person)
            .bind::<SqlUuid, _>(device)
            .execute(&mut connection)
            .await?;
        Ok(())
    }

    async fn write_rejections(&self, mut connection: &AsyncPgConnection, caller: &Caller, device: Uuid) -> Result<()> {
        if self.rejections.is_empty() {
            return Ok(());
        }
        let rows: Vec<&NewRejection> = self.rejections.iter().collect();
        sql(include_str!("insert_rejection.sql"))
            .bind::<Array<SqlUuid>, _>(column(&rows, |row| row.operation))
            .bind::<Array<Text>, _>(column(&rows, |row| row.subject.district().to_string()))
            .bind::<Array<Date>, _>(column(&rows, |row| row.subject.term()))
            .bind::<Array<Jsonb>, _>(column(&rows, |row| row.refusal.clone()))
            .bind::<Array<Text>, _>(column(&rows, |row| row.offered.clone()))
            .bind::<Array<Timestamptz>, _>(column(&rows, |row| row.rejected_at))
            .bind::<SqlUuid, _>(caller.person)
            .bind::<SqlUuid, _>(device)
            .execute(&mut connection)
            .await?;
        Ok(())
    }

    async fn write_settled(&self, mut connection: &AsyncPgConnection) -> Result<()> {
        if self.settled.is_empty() {
            return Ok(());
        }
        let (conflicts, operations): (Vec<Uuid>, Vec<Uuid>) = self.settled.iter().copied().unzip();
        sql(include_str!("settle_conflict.sql"))
            .bind::<Array<SqlUuid>, _>(conflicts)
            .bind::<Array<SqlUuid>, _>(operations)
            .execute(&mut connection)
            .await?;
        Ok(())
    }

    async fn write_acknowledged(&self, mut connection: &AsyncPgConnection) -> Result<()> {
        if self.acknowledged.is_empty() {
            return Ok(());
        }
        sql(include_str!("acknowledge_rejection.sql"))
            .bind::<Array<SqlUuid>, _>(&self.acknowledged)
            .execute(&mut connection)
            .await?;
        Ok(())
    }
}
