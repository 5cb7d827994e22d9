//! `rapporteur account ...`
//!
//! Decides: how accounts and tokens are looked after from the command line. Must not know: how secrets are made and kept.

use super::args::{DossierArgs, Shape};
use super::dossier::{Failure, finish, open};
use super::text::clean;
use super::{End, hint, print};
use crate::desk::account::{self, No};
use crate::outside::{self, Problem};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use jiff::ToSpan;
use rapporteur_store::{Account, Role, Token};
use serde_json::{Value, json};
use std::fmt::Write;
use std::io;

/// Look after the accounts of those who work with a dossier.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Add somebody; a password is made and shown once
    Add {
        #[command(flatten)]
        who: Who,
        /// What they may do
        #[arg(long, value_name = "ROLE", value_parser = PossibleValuesParser::new(Role::ALL.map(Role::name)))]
        role: String,
        #[command(flatten)]
        password: PasswordArgs,
    },
    /// Who has an account, and which tokens there are
    List {
        #[command(flatten)]
        dossier: DossierArgs,
        /// Form of the output
        #[arg(long, value_name = "FORM", default_value = "text")]
        format: Shape,
    },
    /// Give somebody another role
    Role {
        #[command(flatten)]
        who: Who,
        /// What they may do
        #[arg(value_name = "ROLE", value_parser = PossibleValuesParser::new(Role::ALL.map(Role::name)))]
        role: String,
    },
    /// Let somebody in no more; what they decided stays
    Disable(Who),
    /// Let somebody in again
    Enable(Who),
    /// Give somebody another password; it ends their sessions
    Password {
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        password: PasswordArgs,
    },
    /// Tokens, with which programs come in
    #[command(subcommand)]
    Token(TokenCommand),
}

/// Tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token; it is shown once
    Add {
        #[command(flatten)]
        who: Who,
        /// What it is for
        #[arg(long, value_name = "WORDS")]
        label: String,
        /// What it allows, as far as the account may do it
        #[arg(long, value_name = "ROLE", default_value = "read", value_parser = PossibleValuesParser::new(Role::ALL.map(Role::name)))]
        role: String,
        /// After how many days it ends; where it is left out, when it is revoked
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=3650))]
        days: Option<u16>,
    },
    /// Which tokens there are
    List {
        #[command(flatten)]
        dossier: DossierArgs,
        /// Form of the output
        #[arg(long, value_name = "FORM", default_value = "text")]
        format: Shape,
    },
    /// End a token for good
    Revoke {
        /// Its number, as the list shows it
        #[arg(value_name = "NUMBER")]
        number: i64,
        #[command(flatten)]
        dossier: DossierArgs,
    },
}

/// Whose account.
#[derive(Debug, Args)]
pub(crate) struct Who {
    /// The name that decisions are signed with
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    dossier: DossierArgs,
}

/// Where a password comes from.
#[derive(Debug, Args)]
pub(crate) struct PasswordArgs {
    /// Take the password from the first line of standard input instead of making one
    #[arg(long)]
    password_stdin: bool,
}

impl PasswordArgs {
    fn chosen(&self) -> Result<Option<String>, Problem> {
        self.password_stdin.then(outside::password).transpose()
    }
}

impl From<No> for Failure {
    fn from(no: No) -> Failure {
        match no {
            No::Asked(problem) => problem.into(),
            No::Store(error) => error.into(),
        }
    }
}

/// Runs `rapporteur account`.
pub(crate) fn run(command: &AccountCommand) -> io::Result<End> {
    finish(match command {
        AccountCommand::Add { who, role, password } => add(who, role, password),
        AccountCommand::List { dossier, format } => list(dossier, *format, true),
        AccountCommand::Role { who, role } => change(who, Role::parse(role), None, &format!("may {role}")),
        AccountCommand::Disable(who) => change(who, None, Some(true), "comes in no more"),
        AccountCommand::Enable(who) => change(who, None, Some(false), "may come in again"),
        AccountCommand::Password { who, password } => new_password(who, password),
        AccountCommand::Token(TokenCommand::Add { who, label, role, days }) => new_token(who, label, role, *days),
        AccountCommand::Token(TokenCommand::List { dossier, format }) => list(dossier, *format, false),
        AccountCommand::Token(TokenCommand::Revoke { number, dossier }) => revoke(*number, dossier),
    })
}

fn role(name: &str) -> Role {
    // The names were checked by the command line.
    Role::parse(name).unwrap_or(Role::Read)
}

fn add(who: &Who, name: &str, password: &PasswordArgs) -> Result<End, Failure> {
    let mut store = open(&who.dossier)?;
    let first = store.accounts()?.is_empty();
    let made = account::add(&mut store, &who.name, role(name), password.chosen()?, outside::now())?;
    told_once(made.as_deref())?;
    hint(&format!("`{}` may {name}; a password that was made is shown this once", who.name));
    if first {
        hint("from now on `rapporteur serve` lets in nobody without an account; start it again where it runs");
    }
    Ok(End::Fine)
}

/// What was made goes to standard output alone, so that it can be handed on by a pipe.
fn told_once(made: Option<&str>) -> io::Result<()> {
    made.map_or(Ok(()), |made| print(format!("{made}\n").as_bytes()).map(|_| ()))
}

fn change(who: &Who, role: Option<Role>, disabled: Option<bool>, told: &str) -> Result<End, Failure> {
    open(&who.dossier)?.change_account(&who.name, role, None, disabled)?;
    print(format!("`{}` {told}\n", clean(&who.name)).as_bytes())?;
    Ok(End::Fine)
}

fn new_password(who: &Who, password: &PasswordArgs) -> Result<End, Failure> {
    let made = account::password(&mut open(&who.dossier)?, &who.name, password.chosen()?)?;
    told_once(made.as_deref())?;
    hint(&format!("the sessions of `{}` are ended", who.name));
    Ok(End::Fine)
}

fn new_token(who: &Who, label: &str, name: &str, days: Option<u16>) -> Result<End, Failure> {
    let now = outside::now();
    let until = days.and_then(|d| now.checked_add((i64::from(d) * 24).hours()).ok());
    let (number, token) = account::token(&mut open(&who.dossier)?, &who.name, label, role(name), now, until)?;
    told_once(Some(&token))?;
    hint(&format!("token {number}: it is shown this once; a program sends it as `Authorization: Bearer …`"));
    Ok(End::Fine)
}

fn revoke(number: i64, dossier: &DossierArgs) -> Result<End, Failure> {
    open(dossier)?.revoke_token(number)?;
    print(format!("token {number} is good for nothing now\n").as_bytes())?;
    Ok(End::Fine)
}

fn list(dossier: &DossierArgs, format: Shape, with_accounts: bool) -> Result<End, Failure> {
    let store = open(dossier)?;
    let (accounts, tokens) = (if with_accounts { store.accounts()? } else { Vec::new() }, store.tokens()?);
    let out = match format {
        Shape::Text => list_text(&accounts, &tokens),
        Shape::Json => {
            let mut out = json!({"tokens": tokens.iter().map(token_json).collect::<Value>()});
            if with_accounts {
                out["accounts"] =
                    accounts.iter().map(|a| json!({"name": a.name, "role": a.role.name(), "made": a.made.to_string(), "disabled": a.disabled})).collect();
            }
            format!("{out:#}\n")
        }
    };
    print(out.as_bytes())?;
    if with_accounts && accounts.is_empty() && format == Shape::Text {
        hint("there are no accounts: `rapporteur account add NAME --role admin` makes the first");
    }
    Ok(End::Fine)
}

fn token_json(t: &Token) -> Value {
    let until = t.until.map(|u| u.to_string());
    json!({"number": t.number, "account": t.account, "label": t.label, "role": t.role.name(), "made": t.made.to_string(), "until": until})
}

fn list_text(accounts: &[Account], tokens: &[Token]) -> String {
    let mut out = String::new();
    for a in accounts {
        // Writing into a string cannot fail.
        let _ = writeln!(out, "{}  {}{}", clean(&a.name), a.role.name(), if a.disabled { "  disabled" } else { "" });
    }
    for t in tokens {
        let until = t.until.map_or("revoked".to_owned(), |u| u.strftime("%Y-%m-%d").to_string());
        let _ = writeln!(out, "token {}  {}  {}  until {until}  {}", t.number, clean(&t.account), t.role.name(), clean(&t.label));
    }
    out
}
