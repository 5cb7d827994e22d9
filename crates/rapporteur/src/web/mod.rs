//! The dossier in a browser, and for programs over HTTP.
//!
//! Decides: which address leads where, in which thread work is done. Must not know: how an answer is found, how entries are kept.
//!
//! | module | holds |
//! |---|---|
//! | `held` | the dossier while it is served: connections, and what its entries add up to |
//! | `access` | who is asking, and what they may |
//! | `guard` | what every answer carries, and which requests are turned away |
//! | `again` | pages that are made before somebody asks for them |
//! | `frame`, `asset` | what all pages share; style sheet and script |
//! | `page` | one module for each screen |
//! | `api` | the dossier for programs |
//! | `listen` | connections |
//! | `picture` | what is drawn |
//! | `reply` | an answer as page, JSON or CSV; what went wrong |

mod access;
mod again;
mod api;
mod asset;
mod frame;
mod guard;
mod held;
mod listen;
mod page;
mod picture;
mod reply;
#[cfg(test)]
mod trial;

pub(crate) use access::{Access, Reached, Role, Visitor};
pub(crate) use again::Again;
pub(crate) use held::{Extent, Held, Known};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use std::io;
use std::sync::Arc;

/// All that is behind the pages.
pub(crate) struct Web {
    pub(crate) held: Arc<Held>,
    pub(crate) access: Access,
    pub(crate) again: Again,
}

/// As every handler gets it.
pub(crate) type Shared = Arc<Web>;

/// So many pages are made at once; others wait for their turn. More would each take longer and together more memory.
const AT_WORK: usize = 12;

/// Serves until the program is interrupted.
pub(crate) fn serve(listener: std::net::TcpListener, web: Web) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(AT_WORK).build()?;
    let web: Shared = Arc::new(web);
    let (handle, weak) = (runtime.handle().clone(), Arc::downgrade(&web));
    web.held.before_shown(Box::new(move |snapshot| weak.upgrade().iter().for_each(|web| again::make(web, &handle, snapshot))));
    let (handle, early) = (runtime.handle().clone(), web.clone());
    std::thread::spawn(move || again::first(&early, &handle));
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        listen::listen(listener, router(web)).await
    })
}

/// Every address.
pub(crate) fn router(web: Shared) -> Router {
    page::routes()
        .merge(api::routes())
        .merge(access::routes())
        .merge(asset::routes())
        .merge(reply::problem::routes())
        .fallback(reply::nowhere)
        .layer(DefaultBodyLimit::max(guard::LARGEST))
        .layer(from_fn_with_state(web.clone(), access::require))
        .layer(from_fn_with_state(web.clone(), guard::turn_away))
        .layer(from_fn_with_state(web.clone(), guard::dress))
        .with_state(web)
}

/// Does work that may wait for the disk or take long, where it keeps nobody else waiting.
pub(crate) async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, reply::Trouble> + Send + 'static) -> Result<T, reply::Trouble> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(_) => Err(reply::Trouble::Broken),
    }
}
