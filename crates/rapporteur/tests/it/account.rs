//! Accounts on the command line, and when a server may be reached from elsewhere.

use crate::run::{folder, within};
use std::path::Path;

fn dossier(name: &str) -> std::path::PathBuf {
    let at = folder(name, &[]);
    assert_eq!(within(&at, &["init", "a.dossier"], b"").code, 0);
    at
}

fn add(at: &Path, name: &str, role: &str) -> String {
    let ran = within(at, &["account", "add", name, "--role", role], b"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out.trim().to_owned()
}

#[test]
fn the_first_account_is_an_admin_and_one_admin_stays() {
    let at = dossier("account-first");
    let refused = within(&at, &["account", "add", "C. Iwu", "--role", "read"], b"");
    assert!(refused.code != 0 && refused.err.contains("the first account must be an admin's"), "{}", refused.err);
    let made = add(&at, "A. Brandt", "admin");
    assert_eq!(made.len(), 23, "a password of four groups: {made}");
    assert_ne!(made, add(&at, "C. Iwu", "review"), "no password is made twice");
    for change in [vec!["account", "disable", "A. Brandt"], vec!["account", "role", "A. Brandt", "read"]] {
        let refused = within(&at, &change, b"");
        assert!(refused.code != 0 && refused.err.contains("last admin"), "{}", refused.err);
    }
    let same = within(&at, &["account", "add", "c. iwu", "--role", "read"], b"");
    assert!(same.code != 0 && same.err.contains("`C. Iwu` already"), "{}", same.err);
    let list = within(&at, &["account", "list"], b"").out;
    assert_eq!(list, "A. Brandt  admin\nC. Iwu  review\n");
}

#[test]
fn a_password_that_is_chosen_is_long_enough_and_never_shown() {
    let at = dossier("account-password");
    let short = within(&at, &["account", "add", "A. Brandt", "--role", "admin", "--password-stdin"], b"elevenchars\n");
    assert!(short.code != 0 && short.err.contains("too short"), "{}", short.err);
    let none = within(&at, &["account", "add", "A. Brandt", "--role", "admin", "--password-stdin"], b"");
    assert!(none.code != 0 && none.err.contains("no password"), "{}", none.err);
    let taken = within(&at, &["account", "add", "A. Brandt", "--role", "admin", "--password-stdin"], b"a long enough password\n");
    assert_eq!((taken.code, taken.out.as_str()), (0, ""));
    assert!(!taken.err.contains("a long enough"));
}

#[test]
fn a_token_is_shown_once_and_can_be_revoked() {
    let at = dossier("account-token");
    add(&at, "A. Brandt", "admin");
    let token = within(&at, &["account", "token", "add", "A. Brandt", "--label", "morning table", "--days", "90"], b"").out;
    assert!(token.starts_with("rapporteur_") && token.trim().len() == 75, "{token}");
    let list = within(&at, &["account", "token", "list"], b"").out;
    assert!(list.contains("morning table") && !list.contains(token.trim()), "{list}");
    // What is kept opens nothing: neither password nor token lies in the file.
    let bytes = std::fs::read(at.join("a.dossier")).unwrap();
    assert!(!bytes.windows(token.trim().len()).any(|w| w == token.trim().as_bytes()));
    assert_eq!(within(&at, &["account", "token", "revoke", "1"], b"").code, 0);
    let again = within(&at, &["account", "token", "revoke", "1"], b"");
    assert!(again.code != 0 && again.err.contains("there is no token 1"), "{}", again.err);
}

#[test]
fn nobody_is_served_from_elsewhere_without_accounts_or_a_name() {
    let at = dossier("account-serve");
    let open = within(&at, &["serve", "--bind", "0.0.0.0:0", "--by", "A. Brandt"], b"");
    assert!(open.code != 0 && open.err.contains("has no accounts") && open.err.contains("rapporteur account add"), "{}", open.err);
    add(&at, "A. Brandt", "admin");
    let nameless = within(&at, &["serve", "--bind", "0.0.0.0:0"], b"");
    assert!(nameless.code != 0 && nameless.err.contains("--host"), "{}", nameless.err);
}
