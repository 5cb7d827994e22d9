//! `rapporteur serve`, `rapporteur mcp`.
//!
//! Decides: where the server listens, and what is told when it starts. Must not know: pages.

use super::args::{McpArgs, ServeArgs};
use super::dossier::{Failure, finish};
use super::{End, hint, print};
use crate::mcp;
use crate::outside::{self, Problem};
use crate::web::{self, Access, Held, Web};
use rapporteur_record::{Brief, brief};
use std::io;
use std::path::Path;

/// Runs `rapporteur serve`.
pub(crate) fn run(args: &ServeArgs) -> io::Result<End> {
    finish(serve(args))
}

fn serve(args: &ServeArgs) -> Result<End, Failure> {
    let path = outside::dossier(args.file.as_deref().or(args.dossier.dossier.as_deref()))?;
    let brief = the_brief(args.brief.as_deref())?;
    let person = outside::person(args.hand.by.as_deref())?;
    let held = Held::open(&path, brief)?;
    let listener = outside::listen(args.bind)?;
    let at = listener.local_addr()?;
    let hosts = vec![at.to_string(), format!("localhost:{}", at.port())];
    let (access, secret) = Access::local(person, hosts).map_err(|e| Problem::new(format!("no random numbers can be had: {e}"), "try again"))?;
    outside::watch_interruption();
    print(format!("http://{at}/enter?key={secret}\n").as_bytes())?;
    hint("open this address in a browser on this machine; it works once. Ctrl-C ends the server");
    web::serve(listener, Web { held: held.into(), access })?;
    Ok(End::Fine)
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
