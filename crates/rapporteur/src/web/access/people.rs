//! The pages about accounts: one's own, and for admins all of them.
//!
//! Decides: what can be changed where, and that what opens a door is shown once and kept by nobody. Must not know: roles (see `least`).

use super::door::{missing, open, welcome};
use super::{Known, Role, Visitor};
use crate::desk::account;
use crate::outside::{self, Problem};
use crate::web::guard::Sender;
use crate::web::page::{Ask, around};
use crate::web::reply::{self, Trouble};
use crate::web::{Shared, aside, frame};
use axum::Router;
use axum::extract::{Extension, Form, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use frame::shown;
use jiff::{Timestamp, ToSpan};
use maud::{Markup, html};
use rapporteur_export::{Cell, Table};
use rapporteur_store::{Account, StoreError, Token};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/account", get(mine))
        .route("/account.json", get(mine))
        .route("/account.csv", get(mine))
        .route("/account/password", post(my_password))
        .route("/account/token", post(my_token))
        .route("/account/revoke", post(my_revoke))
        .route("/accounts", get(all))
        .route("/accounts.json", get(all))
        .route("/accounts.csv", get(all))
        .route("/accounts/add", post(add))
        .route("/accounts/change", post(change))
        .route("/accounts/revoke", post(revoke))
}

// What is shown.

async fn mine(ask: Ask) -> Result<Response, Trouble> {
    people(ask, false).await
}

async fn all(ask: Ask) -> Result<Response, Trouble> {
    people(ask, true).await
}

async fn people(ask: Ask, all: bool) -> Result<Response, Trouble> {
    aside(move || {
        if ask.visitor.known == Known::Here {
            return Err(without_accounts());
        }
        let (accounts, tokens) = {
            let store = ask.held().reader()?;
            (store.accounts()?, store.tokens()?)
        };
        let of_mine = |name: &str| all || name == ask.visitor.name;
        let accounts: Vec<Account> = accounts.into_iter().filter(|a| of_mine(&a.name)).collect();
        let tokens: Vec<Token> = tokens.into_iter().filter(|t| of_mine(&t.account)).collect();
        let (title, path) = if all { ("Accounts", "/accounts") } else { ("Your account", "/account") };
        let page = |_: &Value| {
            let content = if all { of_all(&accounts, &tokens) } else { of_one(&ask.visitor, &tokens) };
            frame::page(&around(&ask, title, path), content)
        };
        reply::answer(ask.twin, &as_json(&accounts, &tokens), page, |_| table(&accounts))
    })
    .await
}

fn without_accounts() -> Trouble {
    let help = "It is served for one person on this machine. `rapporteur account add NAME --role admin` makes the first account; then start the server again.";
    Trouble::Asked(Problem::new("This dossier has no accounts.", help))
}

fn as_json(accounts: &[Account], tokens: &[Token]) -> Value {
    let account = |a: &Account| json!({"name": a.name, "role": a.role.name(), "made": a.made.to_string(), "disabled": a.disabled});
    let token = |t: &Token| {
        let until = t.until.map(|u| u.to_string());
        json!({"number": t.number, "account": t.account, "label": t.label, "role": t.role.name(), "made": t.made.to_string(), "until": until})
    };
    json!({"accounts": accounts.iter().map(account).collect::<Vec<_>>(), "tokens": tokens.iter().map(token).collect::<Vec<_>>()})
}

fn table(accounts: &[Account]) -> Table {
    let mut table = Table::new("accounts", &["name", "role", "made", "disabled"]);
    let row = |a: &Account| {
        vec![Cell::from(a.name.as_str()), Cell::from(a.role.name()), Cell::from(a.made.to_string()), Cell::from(if a.disabled { "yes" } else { "no" })]
    };
    table.rows = accounts.iter().map(row).collect();
    table
}

fn of_one(visitor: &Visitor, tokens: &[Token]) -> Markup {
    html! {
        section.sheet {
            h2 { "Password" }
            @if visitor.known == Known::Session {
                form method="post" action="/account/password" {
                    input type="hidden" name="username" value=(visitor.name) autocomplete="username";
                    label for="old" { "The one you have" }
                    input #old type="password" name="old" required autocomplete="current-password";
                    label for="new" { "A new one, of 12 characters or more" }
                    input #new type="password" name="new" required minlength="12" autocomplete="new-password";
                    button { "Change the password" }
                }
                p.quiet { "It ends your sessions on other machines." }
            }
        }
        section.sheet {
            h2 { "Tokens for programs" }
            (token_list(tokens, "/account/revoke"))
            h3 { "A new token" }
            form method="post" action="/account/token" {
                label for="label" { "What it is for" }
                input #label name="label" required maxlength="100" autocomplete="off";
                (role_choice("token-role", visitor.role, Role::Read))
                label for="days" { "Days it is good for" }
                input #days type="number" name="days" min="1" max="3650" value="90";
                button { "Make a token" }
            }
        }
    }
}

fn of_all(accounts: &[Account], tokens: &[Token]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Accounts" {
            table {
                thead { tr { th scope="col" { "Name" } th scope="col" { "Role" } th scope="col" { "Since" } th scope="col" { "Change" } } }
                tbody { @for a in accounts { (one_account(a)) } }
            }
        }
        section.sheet {
            h2 { "Add somebody" }
            form method="post" action="/accounts/add" {
                label for="new-name" { "Name, as it will stand on decisions" }
                input #new-name name="name" required maxlength="100" autocomplete="off";
                (role_choice("new-role", Role::Admin, Role::Review))
                button { "Add, and make a password" }
            }
        }
        section.sheet {
            h2 { "Tokens for programs" }
            (token_list(tokens, "/accounts/revoke"))
        }
    }
}

fn one_account(a: &Account) -> Markup {
    let act = |action: &str, word: &str| {
        html! {
            form.inline method="post" action="/accounts/change" {
                input type="hidden" name="name" value=(a.name);
                button name="action" value=(action) { (word) span.hidden { " of " (shown(&a.name)) } }
            }
        }
    };
    html! {
        tr {
            th scope="row" { (shown(&a.name)) @if a.disabled { " " span.quiet { "(disabled)" } } }
            td { (a.role.name()) }
            td { (day_of(a.made)) }
            td {
                form.inline method="post" action="/accounts/change" {
                    input type="hidden" name="name" value=(a.name);
                    select name="role" aria-label=(format!("Role of {}", a.name)) {
                        @for r in Role::ALL { option value=(r.name()) selected[r == a.role] { (r.name()) } }
                    }
                    button name="action" value="role" { "Set role" span.hidden { " of " (shown(&a.name)) } }
                }
                (act("password", "New password"))
                @if a.disabled { (act("enable", "Enable")) } @else { (act("disable", "Disable")) }
            }
        }
    }
}

fn role_choice(id: &str, most: Role, chosen: Role) -> Markup {
    html! {
        label for=(id) { "Role" }
        select id=(id) name="role" {
            @for r in Role::ALL.into_iter().filter(|r| *r <= most) { option value=(r.name()) selected[r == chosen.min(most)] { (r.name()) } }
        }
    }
}

fn token_list(tokens: &[Token], action: &str) -> Markup {
    html! {
        @if tokens.is_empty() { p.quiet { "There are none." } } @else {
            div.scroll tabindex="0" role="region" aria-label="Tokens" {
                table {
                    thead { tr { th scope="col" { "Number" } th scope="col" { "For" } th scope="col" { "Account" } th scope="col" { "Role" } th scope="col" { "Until" } th scope="col" { "Change" } } }
                    tbody {
                        @for t in tokens {
                            tr {
                                td { (t.number) }
                                th scope="row" { (shown(&t.label)) }
                                td { (shown(&t.account)) }
                                td { (t.role.name()) }
                                td { (t.until.map_or("it is revoked".to_owned(), day_of)) }
                                td {
                                    form.inline method="post" action=(action) {
                                        input type="hidden" name="number" value=(t.number);
                                        button { "Revoke" span.hidden { " token " (t.number) } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn day_of(t: Timestamp) -> String {
    t.strftime("%Y-%m-%d").to_string()
}

/// Shows what opens a door, once.
fn once(ask: &Ask, title: &str, path: &'static str, what: &str, value: &str) -> Response {
    let content = html! {
        p { (what) }
        p.secret { output { code { (value) } } }
        p.quiet { "It is shown this once and kept by nobody: copy it now. Whoever has it can come in." }
        p { a href=(path) { "Go on" } }
    };
    let mut response = frame::page(&around(ask, title, path), content).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

// What is changed.

#[derive(Deserialize)]
struct Wish {
    name: Option<String>,
    role: Option<String>,
    action: Option<String>,
    number: Option<i64>,
    label: Option<String>,
    days: Option<String>,
    old: Option<String>,
    new: Option<String>,
}

impl Wish {
    fn role(&self) -> Result<Role, Trouble> {
        self.role.as_deref().and_then(Role::parse).ok_or_else(|| missing("role"))
    }

    fn name(&self) -> Result<&str, Trouble> {
        self.name.as_deref().map(str::trim).ok_or_else(|| missing("name"))
    }
}

async fn add(ask: Ask, Form(wish): Form<Wish>) -> Result<Response, Trouble> {
    aside(move || {
        let (name, role) = (wish.name()?, wish.role()?);
        let made = account::add(&mut ask.held().writer(), name, role, None, outside::now())?;
        let what = format!("The password of {name}, to come in with the first time and to be changed then:");
        Ok(once(&ask, "Accounts", "/accounts", &what, &made.unwrap_or_default()))
    })
    .await
}

async fn change(ask: Ask, Form(wish): Form<Wish>) -> Result<Response, Trouble> {
    aside(move || {
        let (name, held) = (wish.name()?, ask.held());
        match wish.action.as_deref() {
            Some("role") => held.writer().change_account(name, Some(wish.role()?), None, None)?,
            Some("disable") => held.writer().change_account(name, None, None, Some(true))?,
            Some("enable") => held.writer().change_account(name, None, None, Some(false))?,
            Some("password") => {
                let made = account::password(&mut held.writer(), name, None)?;
                return Ok(once(
                    &ask,
                    "Accounts",
                    "/accounts",
                    &format!("The new password of {name}, to be changed when they come in:"),
                    &made.unwrap_or_default(),
                ));
            }
            _ => return Err(missing("action")),
        }
        Ok(Redirect::to("/accounts").into_response())
    })
    .await
}

async fn revoke(ask: Ask, Form(wish): Form<Wish>) -> Result<Response, Trouble> {
    aside(move || {
        ask.held().writer().revoke_token(wish.number.ok_or_else(|| missing("number"))?)?;
        Ok(Redirect::to("/accounts").into_response())
    })
    .await
}

async fn my_revoke(ask: Ask, Form(wish): Form<Wish>) -> Result<Response, Trouble> {
    aside(move || {
        let number = wish.number.ok_or_else(|| missing("number"))?;
        let mine = ask.held().reader()?.tokens()?.iter().any(|t| t.number == number && t.account == ask.visitor.name);
        if !mine {
            return Err(StoreError::Absent(format!("token {number}")).into());
        }
        ask.held().writer().revoke_token(number)?;
        Ok(Redirect::to("/account").into_response())
    })
    .await
}

async fn my_token(ask: Ask, Form(wish): Form<Wish>) -> Result<Response, Trouble> {
    aside(move || {
        // A token makes no tokens: one that got lost could not be revoked for good.
        if ask.visitor.known != Known::Session {
            return Err(Trouble::NotAllowed);
        }
        let now = outside::now();
        let days: Option<i64> = wish.days.as_deref().filter(|d| !d.is_empty()).map(|d| d.parse().map_err(|_| missing("days"))).transpose()?;
        let until = days.map(|d| now.checked_add((d.clamp(1, 3650) * 24).hours()).map_err(|_| missing("days"))).transpose()?;
        let label = wish.label.as_deref().map(str::trim).filter(|l| !l.is_empty()).ok_or_else(|| missing("label"))?;
        let role = wish.role()?.min(ask.visitor.role);
        let (number, token) = account::token(&mut ask.held().writer(), &ask.visitor.name, label, role, now, until)?;
        Ok(once(&ask, "Your account", "/account", &format!("Token {number}; a program sends it as `Authorization: Bearer …`:"), &token))
    })
    .await
}

async fn my_password(State(web): State<Shared>, Extension(from): Extension<Sender>, ask: Ask, Form(wish): Form<Wish>) -> Result<Response, Trouble> {
    let name = ask.visitor.name.clone();
    if ask.visitor.known != Known::Session {
        return Err(Trouble::NotAllowed);
    }
    web.access.tried.note(&name, from.address).map_err(Trouble::TooMany)?;
    let here = web.clone();
    let session = aside(move || {
        let (old, new) = (wish.old.ok_or_else(|| missing("old"))?, wish.new.ok_or_else(|| missing("new"))?);
        if account::who(&*here.held.reader()?, &name, &old)?.is_none() {
            return Err(Trouble::Asked(Problem::new("The password you have is another.", "Go back and type it again.")));
        }
        account::password(&mut here.held.writer(), &name, Some(new))?;
        here.access.tried.right(&name, from.address);
        open(&here.held, &name)
    })
    .await?;
    Ok(welcome(&web, &session, "/account", from))
}
