//! The zip file of a function, which is read by Lambda alone: one file, `bootstrap`, that everybody may run.
//!
//! Written by ourselves, since one file takes a hundred bytes around Zopfli's, and crates for zip files bring along much
//! that reads and encrypts them. The layout is that of PKWARE's
//! [APPNOTE](https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT), 4.3.7 to 4.3.16.

use std::io::{self, Write};
use std::num::NonZeroU64;

use zopfli::{BlockType, DeflateEncoder, Options};

/// The name under which Lambda looks for the program, and its length.
const PROGRAM: &[u8; NAME_LENGTH as usize] = b"bootstrap";
const NAME_LENGTH: u16 = 9;

/// Unix' mode of a regular file that everybody may read and run, where the upper half of the attributes has it.
const MODE: u32 = 0o100_755 << 16;

/// The version of the format that knows DEFLATE, 2.0.
const VERSION: u16 = 20;

/// The system whose attributes these are: Unix.
const MADE_BY: u16 = 3 << 8 | VERSION;

/// DEFLATE.
const METHOD: u16 = 8;

/// Midnight of 1 January 1980, the first day that the format knows: the same program makes the same file.
const TIME: u16 = 0;
const DATE: u16 = 1 << 5 | 1;

/// The passes over each block; ten more take two fifths longer for two parts in ten thousand.
const PASSES: NonZeroU64 = NonZeroU64::MIN.saturating_add(4);

/// The bytes that are looked at together. `zopfli::compress` hands over smaller parts, which takes 0.6 % more room.
const PART: usize = 1_000_000;

/// The most pieces of a part that get a code of their own. Code and tables alternate: 15 cost a quarter of a percent, and
/// 100 take half as long again for a thousandth.
const PIECES: u16 = 40;

/// The zip file of a function with this program, as small as DEFLATE can be made in seconds.
///
/// # Errors
///
/// Of a program of 4 GB and more, which the format has no room for.
pub fn function_zip(program: &[u8]) -> io::Result<Vec<u8>> {
    let options = Options {
        iteration_count: PASSES,
        maximum_block_splits: PIECES,
        ..Options::default()
    };
    let mut encoder = DeflateEncoder::new(options, BlockType::Dynamic, Vec::new());
    for part in program.chunks(PART) {
        encoder.write_all(part)?;
    }
    let deflated = encoder.finish()?;
    let facts = facts(program, &deflated)?;
    let mut zip = Vec::with_capacity(deflated.len() + 1_024);
    zip.extend(b"PK\x03\x04");
    zip.extend(VERSION.to_le_bytes());
    zip.extend(&facts);
    zip.extend(PROGRAM);
    zip.extend(&deflated);
    let directory = zip.len();
    zip.extend(b"PK\x01\x02");
    zip.extend(MADE_BY.to_le_bytes());
    zip.extend(VERSION.to_le_bytes());
    zip.extend(&facts);
    // Neither a comment nor another disk, and no text.
    zip.extend([0; 6]);
    zip.extend(MODE.to_le_bytes());
    // Where the file begins.
    zip.extend([0; 4]);
    zip.extend(PROGRAM);
    let length = zip.len() - directory;
    zip.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    zip.extend(number(length)?);
    zip.extend(number(directory)?);
    zip.extend([0; 2]);
    Ok(zip)
}

/// The part that stands before the file and in the directory alike.
fn facts(program: &[u8], deflated: &[u8]) -> io::Result<Vec<u8>> {
    let mut facts = Vec::new();
    // No flags.
    facts.extend([0; 2]);
    for half in [METHOD, TIME, DATE] {
        facts.extend(half.to_le_bytes());
    }
    facts.extend(crc32fast::hash(program).to_le_bytes());
    facts.extend(number(deflated.len())?);
    facts.extend(number(program.len())?);
    facts.extend(NAME_LENGTH.to_le_bytes());
    // No further field.
    facts.extend([0; 2]);
    Ok(facts)
}

/// A number as the format writes it.
fn number(length: usize) -> io::Result<[u8; 4]> {
    let too_big = |_| io::Error::new(io::ErrorKind::FileTooLarge, "a zip file of 4 GB");
    u32::try_from(length).map(u32::to_le_bytes).map_err(too_big)
}

#[cfg(test)]
mod tests;
