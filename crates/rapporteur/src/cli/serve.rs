//! `rapporteur serve`, `rapporteur mcp`.
//!
//! Decides: where the server listens, and what is told when it starts. Must not know: pages.

use super::args::{McpArgs, ServeArgs};
use super::dossier::{Failure, finish};
use super::{End, hint, print};
use crate::mcp;
use crate::outside::{self, Problem};
use crate::web::{self, Access, Held, Reached, Web};
use rapporteur_record::{Brief, brief};
use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Runs `rapporteur serve`.
pub(crate) fn run(args: &ServeArgs) -> io::Result<End> {
    finish(serve(args))
}

fn serve(args: &ServeArgs) -> Result<End, Failure> {
    let path = outside::dossier(args.file.as_deref().or(args.dossier.dossier.as_deref()))?;
    let brief = the_brief(args.brief.as_deref())?;
    let held = Held::open(&path, brief)?;
    let accounts = !held.reader()?.accounts()?.is_empty();
    let bound = args.bind.ip();
    if !bound.is_loopback() {
        open_to_others(accounts, bound, &args.hosts, &path)?;
    }
    let person = if accounts { String::new() } else { outside::person(args.hand.by.as_deref())? };
    let listener = outside::listen(args.bind)?;
    let at = listener.local_addr()?;
    let reached = Reached { hosts: args.hosts.clone(), proxies: args.proxies.clone(), secure: args.secure };
    let over_https = args.secure || !args.proxies.is_empty();
    outside::watch_interruption();
    let access = if accounts {
        print(format!("http://{at}/\n").as_bytes())?;
        hint("whoever has an account signs in there; `rapporteur account` looks after them. Ctrl-C ends the server");
        if !bound.is_loopback() && !over_https {
            hint("passwords travel as they are typed: let a proxy before it speak https, and name it with --proxy");
        }
        Access::accounts(at, reached)
    } else {
        let (access, secret) = Access::here(person, at, reached)?;
        print(format!("http://{at}/enter?key={secret}\n").as_bytes())?;
        hint("open this address in a browser on this machine; it works once. Ctrl-C ends the server");
        access
    };
    let held = Arc::new(held);
    web::serve(listener, Web { held: held.clone(), access, again: Default::default() })?;
    held.leave(Duration::ZERO);
    Ok(End::Fine)
}

/// What must be so before others than this machine can reach it.
fn open_to_others(accounts: bool, bound: IpAddr, hosts: &[String], path: &Path) -> Result<(), Problem> {
    if !accounts {
        let help = format!("make an account first: `rapporteur account add NAME --role admin --dossier {}`; or listen on 127.0.0.1", path.display());
        return Err(Problem::new(format!("at {bound} everybody in the network could come in, and the dossier has no accounts"), help));
    }
    if bound.is_unspecified() && hosts.is_empty() {
        let help = "say it as people will type it: `--host talks.example.org`";
        return Err(Problem::new(format!("it is not known under which name the server is reached at {bound}"), help));
    }
    Ok(())
}

/// Runs `rapporteur mcp`.
pub(crate) fn mcp(args: &McpArgs) -> io::Result<End> {
    finish((|| {
        let path = outside::dossier(args.file.as_deref().or(args.dossier.dossier.as_deref()))?;
        let held = Held::open(&path, the_brief(args.brief.as_deref())?)?;
        mcp::serve(held.into())?;
        Ok(End::Fine)
    })())
}

fn the_brief(named: Option<&Path>) -> Result<Brief, Problem> {
    let Some((path, text)) = outside::brief(named, &[])? else { return Ok(Brief::default()) };
    brief::parse(&text).map_err(|e| Problem::new(format!("cannot use the brief `{}`: line {}: {}", path.display(), e.line, e.message), e.help))
}
