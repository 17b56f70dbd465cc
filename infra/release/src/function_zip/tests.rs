//! Promises of a function's zip file.

use std::io::Read;
use std::{env, fs};

use flate2::read::DeflateDecoder;

use super::function_zip;

/// Half a megabyte of a program: of this test.
fn program() -> Vec<u8> {
    let program = fs::read(env::current_exe().unwrap()).unwrap();
    let middle = program.len() / 2;
    program[middle..][..500_000].to_vec()
}

fn number(zip: &[u8], at: usize) -> usize {
    u32::from_le_bytes(zip[at..at + 4].try_into().unwrap()) as usize
}

#[test]
fn lambda_finds_the_program_whole_and_may_run_it() {
    let (program, zip) = (program(), function_zip(&program()).unwrap());
    let end = zip.len() - 22;
    assert_eq!(&zip[end..end + 4], b"PK\x05\x06");
    let directory = number(&zip, end + 16);
    assert_eq!(directory + number(&zip, end + 12), end);
    assert_eq!(&zip[directory..directory + 4], b"PK\x01\x02");
    assert_eq!(&zip[directory + 46..end], b"bootstrap");
    assert_eq!(
        number(&zip, directory + 38) >> 16,
        0o100_755,
        "a file to run"
    );
    assert_eq!(zip[directory + 5], 3, "Unix' modes count");
    // Both say the same of it.
    assert_eq!(zip[4..30], zip[directory + 6..directory + 32]);
    assert_eq!(&zip[..4], b"PK\x03\x04");
    assert_eq!(&zip[30..39], b"bootstrap");
    let deflated = &zip[39..directory];
    assert_eq!(deflated.len(), number(&zip, 18));
    let mut found = Vec::new();
    DeflateDecoder::new(deflated)
        .read_to_end(&mut found)
        .unwrap();
    assert_eq!(found.len(), number(&zip, 22));
    assert!(found == program);
}

#[test]
fn the_same_program_makes_the_same_zip_file() {
    assert!(function_zip(&program()).unwrap() == function_zip(&program()).unwrap());
}

#[test]
fn it_is_smaller_than_what_the_usual_way_makes() {
    let mut usual = Vec::new();
    let best = flate2::Compression::best();
    let program = program();
    flate2::read::DeflateEncoder::new(&program[..], best)
        .read_to_end(&mut usual)
        .unwrap();
    let zip = function_zip(&program).unwrap();
    let (small, usual) = (zip.len(), usual.len());
    assert!(small * 100 < usual * 98, "{small} of {usual}");
}
