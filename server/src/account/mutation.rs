//! What keepers do to accounts.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use diesel_async::AsyncPgConnection;
use futures_util::FutureExt;
use otop_schema::{AreaCode, Assignment, Day, Role};

use super::book::By;
use super::keep::{self, KeptPassword, NewAccount};
use super::rights;
use super::row::{Account, one};
use crate::error::{Error, Result};
use crate::identity::{Caller, password};
use crate::request::mutate_behind_the_door;
use crate::text::{self, LONGEST};

/// An account to be made.
#[derive(Debug, Clone, InputObject)]
pub struct CreateAccountInput {
    /// What is typed to sign in: 2 to 64 of `a-z 0-9 . _ -`, beginning with a letter or digit.
    username: String,
    /// The person's name.
    name: String,
    /// The person's position.
    position: Option<String>,
    /// The code of the unit that keeps it: where the person works.
    area: AreaCode,
}

/// An account to be closed.
#[derive(Debug, Clone, InputObject)]
pub struct LockAccountInput {
    /// Its name.
    username: String,
    /// Why.
    reason: String,
}

/// An account.
#[derive(Debug, Clone, InputObject)]
pub struct AccountInput {
    /// Its name.
    username: String,
}

/// A role for a place, to be given.
#[derive(Debug, Clone, InputObject)]
pub struct AssignRoleInput {
    /// The account of the person.
    username: String,
    /// What the person may do; the committee is appointed by `appointMember`.
    role: Role,
    /// The code of the place where.
    area: AreaCode,
    /// The first day.
    from: Day,
    /// The last day, included.
    until: Option<Day>,
    /// The appointment order.
    order_number: String,
    /// In which capacity, as the signature block shows it, such as รักษาราชการแทน.
    capacity: Option<String>,
}

/// An assignment to be ended.
#[derive(Debug, Clone, InputObject)]
pub struct EndAssignmentInput {
    /// The account of the person.
    username: String,
    /// The assignment.
    id: ID,
    /// Its last day, included: yesterday at the earliest.
    until: Day,
}

/// An account with a password to be handed over.
#[derive(Debug, Clone, SimpleObject)]
pub struct HandedOver {
    /// The account.
    account: Account,
    /// Shown this once. It opens nothing but its own change (`POST /auth/password`).
    one_time_password: String,
}

/// Changes of accounts.
#[derive(Debug, Default)]
pub struct AccountMutation;

#[Object]
impl AccountMutation {
    /// Makes an account for a person who has none; for those who keep accounts of the unit. It holds no role yet.
    async fn create_account(&self, context: &Context<'_>, input: CreateAccountInput) -> Result<HandedOver> {
        let given = (input, OneTime::make().await?);
        mutate_behind_the_door(context, given, |connection, caller, given| {
            create(connection, caller, given).boxed()
        })
        .await
    }

    /// Hands out another password, for a person who forgot the own one; for the account's keeper. Every sign-in by it ends.
    async fn reset_password(&self, context: &Context<'_>, input: AccountInput) -> Result<HandedOver> {
        let given = (input, OneTime::make().await?);
        mutate_behind_the_door(context, given, |connection, caller, given| reset(connection, caller, given).boxed()).await
    }

    /// Closes an account; for its keeper. Whoever is signed in with it is out at once.
    async fn lock_account(&self, context: &Context<'_>, input: LockAccountInput) -> Result<Account> {
        mutate_behind_the_door(context, input, |connection, caller, input| lock(connection, caller, input).boxed()).await
    }

    /// Opens a closed account; for its keeper.
    async fn unlock_account(&self, context: &Context<'_>, input: AccountInput) -> Result<Account> {
        mutate_behind_the_door(context, input, |connection, caller, input| {
            unlock(connection, caller, input).boxed()
        })
        .await
    }

    /// Gives a role for a place; for those who keep the accounts of the place. Nobody gives one to oneself.
    async fn assign_role(&self, context: &Context<'_>, input: AssignRoleInput) -> Result<Account> {
        mutate_behind_the_door(context, input, |connection, caller, input| {
            assign(connection, caller, input).boxed()
        })
        .await
    }

    /// Ends an assignment; for those who may give it.
    async fn end_assignment(&self, context: &Context<'_>, input: EndAssignmentInput) -> Result<Account> {
        mutate_behind_the_door(context, input, |connection, caller, input| end(connection, caller, input).boxed()).await
    }
}

/// A password to be shown once.
struct OneTime {
    shown: String,
    kept: KeptPassword,
}

impl OneTime {
    async fn make() -> Result<Self> {
        let shown = password::made();
        let kept = KeptPassword {
            hash: password::hash_in_turn(shown.clone()).await?,
            must_change: true,
        };
        Ok(Self { shown, kept })
    }

    fn of(&self, account: Account) -> HandedOver {
        let one_time_password = self.shown.clone();
        HandedOver {
            account,
            one_time_password,
        }
    }
}

async fn create(
    connection: &mut AsyncPgConnection,
    caller: &Arc<Caller>,
    (input, password): &(CreateAccountInput, OneTime),
) -> Result<HandedOver> {
    let by = By::Keeper(caller, rights::must_keep_at(caller, &input.area, "area")?.role);
    let new = NewAccount {
        username: input.username.clone(),
        name: input.name.clone(),
        position: input.position.clone().unwrap_or_default(),
        area: input.area.clone(),
    };
    Ok(password.of(keep::create(connection, by, &new, &password.kept).await?))
}

async fn reset(
    connection: &mut AsyncPgConnection,
    caller: &Arc<Caller>,
    (input, password): &(AccountInput, OneTime),
) -> Result<HandedOver> {
    let by = keeper(connection, caller, &input.username).await?;
    Ok(password.of(keep::set_password(connection, by, &input.username, &password.kept).await?))
}

async fn lock(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &LockAccountInput) -> Result<Account> {
    let by = keeper(connection, caller, &input.username).await?;
    let reason = text::required("reason", &input.reason, LONGEST)?;
    keep::lock(connection, by, &input.username, reason).await
}

async fn unlock(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &AccountInput) -> Result<Account> {
    let by = keeper(connection, caller, &input.username).await?;
    keep::unlock(connection, by, &input.username).await
}

/// The caller as the keeper of an account, which nobody changes meanwhile.
async fn keeper<'c>(connection: &mut AsyncPgConnection, caller: &'c Caller, username: &str) -> Result<By<'c>> {
    let account = keep::behind_lock(connection, known(username)?).await?;
    Ok(By::Keeper(caller, rights::must_keep(caller, &account)?.role))
}

async fn assign(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &AssignRoleInput) -> Result<Account> {
    let by = By::Keeper(caller, rights::must_grant(caller, input.role, &input.area)?.role);
    let account = seen(connection, caller, &input.username).await?;
    let new = Assignment {
        role: input.role,
        area: input.area.clone(),
        from: input.from.0,
        until: input.until.map(|until| until.0),
        order_number: input.order_number.clone(),
        capacity: input.capacity.clone().unwrap_or_default(),
    };
    super::assign::assign(connection, by, &account, &new).await?;
    again(connection, &account).await
}

async fn end(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &EndAssignmentInput) -> Result<Account> {
    let account = seen(connection, caller, &input.username).await?;
    let id = text::id("id", &input.id)?;
    let held = account.held_by_id(id)?;
    let by = By::Keeper(caller, rights::must_grant(caller, held.role, &held.area)?.role);
    super::assign::end(connection, by, &account, id, input.until.0).await?;
    again(connection, &account).await
}

/// An account of a unit whose accounts the caller keeps, and not the caller's own.
async fn seen(connection: &mut AsyncPgConnection, caller: &Caller, username: &str) -> Result<Account> {
    let account = keep::behind_lock(connection, known(username)?).await?;
    rights::must_keep_at(caller, &account.area, "username").map_err(|_| Error::not_found("username"))?;
    rights::not_oneself(caller, &account)?;
    Ok(account)
}

/// A name that none can have is nobody's.
fn known(username: &str) -> Result<&str> {
    if crate::identity::is_username(username) {
        Ok(username)
    } else {
        Err(Error::not_found("username"))
    }
}

async fn again(connection: &mut AsyncPgConnection, account: &Account) -> Result<Account> {
    one(connection, &account.username)
        .await?
        .ok_or_else(|| Error::not_found("username"))
}
