//! One text and where it comes from.
//!
//! Decides: what is known of a document before it is read. Must not know: what its words mean.

use jiff::civil::Date;

/// One text exactly as read, after decoding and extraction from its container: no normalisation, no trimming.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Names the document among others: a file name, an address, or what the user gave.
    pub id: String,
    /// The text. All spans are bytes of it.
    pub text: String,
    /// The headline, where it is not part of the text.
    pub title: Option<String>,
    /// Who published it: the voice of everything that nobody else is quoted for.
    pub outlet: Option<String>,
    /// The day of publication; relative times resolve against it.
    pub published: Option<Date>,
    /// Its canonical address.
    pub url: Option<String>,
    /// BCP 47 language, `und` where it could not be told.
    pub language: String,
}
