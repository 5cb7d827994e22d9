//! How often somebody may ask, and try passwords.
//!
//! Decides: how many requests a visitor has, how many wrong passwords a name and an address have. Must not know: who is right.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// So many names or addresses are kept in mind; where there are more, those are forgotten that waited longest.
const KEPT: usize = 10_000;
/// One visitor: so many requests at once, and so many a second in the long run.
const VISITOR: (f64, f64) = (400.0, 40.0);
/// One address, behind which there may be a whole office.
const ADDRESS: (f64, f64) = (4_000.0, 400.0);
/// So many wrong passwords for one name in this time, and from one address.
const NAME_TRIES: usize = 10;
const ADDRESS_TRIES: usize = 40;
const FORGIVEN: Duration = Duration::from_secs(15 * 60);

/// Requests.
#[derive(Default)]
pub(super) struct Buckets {
    visitors: Mutex<HashMap<String, Bucket>>,
    addresses: Mutex<HashMap<IpAddr, Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Buckets {
    /// Takes one request of a visitor, or says how many seconds to wait.
    pub(super) fn visitor(&self, name: &str) -> Result<(), u64> {
        take(&self.visitors, name.to_owned(), VISITOR, Instant::now())
    }

    /// Takes one request from an address.
    pub(super) fn address(&self, address: IpAddr) -> Result<(), u64> {
        take(&self.addresses, net(address), ADDRESS, Instant::now())
    }
}

/// What counts as one address: of the newer kind everybody has a whole network.
fn net(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(a) => IpAddr::V6((u128::from(a) >> 64 << 64).into()),
        four => four,
    }
}

fn take<K: Hash + Eq + Clone>(all: &Mutex<HashMap<K, Bucket>>, key: K, (most, a_second): (f64, f64), now: Instant) -> Result<(), u64> {
    let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() >= KEPT && !all.contains_key(&key) {
        // A bucket that is full again is as good as none.
        all.retain(|_, b| b.left + now.duration_since(b.at).as_secs_f64() * a_second < most);
        forget_one(&mut all, |b| b.at);
    }
    let bucket = all.entry(key).or_insert(Bucket { left: most, at: now });
    bucket.left = (bucket.left + now.duration_since(bucket.at).as_secs_f64() * a_second).min(most);
    bucket.at = now;
    if bucket.left < 1.0 {
        return Err(((1.0 - bucket.left) / a_second).ceil() as u64);
    }
    bucket.left -= 1.0;
    Ok(())
}

/// Makes room where there is none.
fn forget_one<K: Hash + Eq + Clone, V>(all: &mut HashMap<K, V>, at: impl Fn(&V) -> Instant) {
    if all.len() >= KEPT
        && let Some(oldest) = all.iter().min_by_key(|(_, v)| at(v)).map(|(k, _)| k.clone())
    {
        all.remove(&oldest);
    }
}

/// Passwords that were tried.
#[derive(Default)]
pub(super) struct Attempts {
    names: Mutex<HashMap<String, Vec<Instant>>>,
    addresses: Mutex<HashMap<IpAddr, Vec<Instant>>>,
}

impl Attempts {
    /// Notes a try before anybody knows whether it is right, so that many at once are no way around; or says how many seconds to wait. Names
    /// that nobody has are counted like others.
    pub(super) fn note(&self, name: &str, address: IpAddr) -> Result<(), u64> {
        self.note_at(name, address, Instant::now())
    }

    fn note_at(&self, name: &str, address: IpAddr, now: Instant) -> Result<(), u64> {
        note(&self.addresses, net(address), ADDRESS_TRIES, now)?;
        note(&self.names, key(name), NAME_TRIES, now)
    }

    /// The try was right: it counts for nothing, and the name begins anew.
    pub(super) fn right(&self, name: &str, address: IpAddr) {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).remove(&key(name));
        if let Some(tries) = self.addresses.lock().unwrap_or_else(PoisonError::into_inner).get_mut(&net(address)) {
            tries.pop();
        }
    }
}

/// A name as it is counted: not longer than a name is.
fn key(name: &str) -> String {
    name.trim().to_lowercase().chars().take(100).collect()
}

fn note<K: Hash + Eq + Clone>(all: &Mutex<HashMap<K, Vec<Instant>>>, key: K, most: usize, now: Instant) -> Result<(), u64> {
    let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
    let last = |tries: &Vec<Instant>| tries.last().copied().unwrap_or(now);
    if all.len() >= KEPT && !all.contains_key(&key) {
        all.retain(|_, tries| now.duration_since(last(tries)) < FORGIVEN);
        forget_one(&mut all, last);
    }
    let tries = all.entry(key).or_default();
    tries.retain(|t| now.duration_since(*t) < FORGIVEN);
    if let Some(first) = tries.first().filter(|_| tries.len() >= most) {
        return Err((FORGIVEN - now.duration_since(*first)).as_secs() + 1);
    }
    tries.push(now);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

    #[test]
    fn a_visitor_may_ask_often_but_not_for_ever() {
        let (all, now) = (Mutex::default(), Instant::now());
        let limit = (3.0, 2.0);
        assert!((0..3).all(|_| take(&all, "a", limit, now).is_ok()));
        assert_eq!(take(&all, "a", limit, now), Err(1));
        assert!(take(&all, "b", limit, now).is_ok(), "others are not concerned");
        let later = now + Duration::from_millis(600);
        assert!(take(&all, "a", limit, later).is_ok());
        assert_eq!(take(&all, "a", limit, later), Err(1));
    }

    #[test]
    fn a_name_and_an_address_have_so_many_tries() {
        let (tried, now) = (Attempts::default(), Instant::now());
        assert!((0..NAME_TRIES).all(|_| tried.note_at("Mara", ONE, now).is_ok()));
        let wait = tried.note_at("mara ", ONE, now).unwrap_err();
        assert_eq!(wait, FORGIVEN.as_secs() + 1);
        assert!(tried.note_at("mara", ONE, now + FORGIVEN).is_ok(), "after a while it is forgiven");
        let tried = Attempts::default();
        assert!((0..ADDRESS_TRIES).all(|i| tried.note_at(&format!("name {i}"), ONE, now).is_ok()));
        assert!(tried.note_at("another", ONE, now).is_err());
    }

    #[test]
    fn who_is_right_begins_anew() {
        let (tried, now) = (Attempts::default(), Instant::now());
        for _ in 0..1000 {
            assert!(tried.note_at("mara", ONE, now).is_ok());
            tried.right("mara", ONE);
        }
    }

    #[test]
    fn a_network_of_addresses_is_one_and_memory_has_an_end() {
        assert_eq!(net("2001:db8::1".parse().unwrap()), net("2001:db8::ffff:1".parse().unwrap()));
        assert_eq!(net("::ffff:192.0.2.1".parse().unwrap()), ONE);
        let (tried, now) = (Attempts::default(), Instant::now());
        for i in 0..KEPT + 10 {
            let _ = tried.note_at(&format!("name {i}"), IpAddr::V4(std::net::Ipv4Addr::from(i as u32)), now);
        }
        assert!(tried.names.lock().unwrap().len() <= KEPT);
    }
}
