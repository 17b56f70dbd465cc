//! A checksum of a few bytes.

/// The polynomial of IEEE 802.3, its bits in reverse.
const POLYNOMIAL: u32 = 0xEDB8_8320;

/// The remainders of half a byte. Those of a byte and more, as crates have them for long texts, make 20 kB of a function's zip
/// file, since they look random.
const REMAINDERS: [u32; 16] = remainders();

const fn remainders() -> [u32; 16] {
    let mut remainders = [0; 16];
    let mut half: u32 = 0;
    while half < 16 {
        let mut remainder = half;
        let mut bit = 0;
        while bit < 4 {
            let carried = POLYNOMIAL * (remainder & 1);
            remainder = (remainder >> 1) ^ carried;
            bit += 1;
        }
        remainders[half as usize] = remainder;
        half += 1;
    }
    remainders
}

/// CRC-32 of IEEE 802.3, by which zip files find damage.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..2 {
            sum = (sum >> 4) ^ REMAINDERS[(sum & 15) as usize];
        }
    }
    !sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::checksum;

    proptest! {
        #[test]
        fn the_checksum_of_any_bytes_is_the_one_of_zip_files(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert_eq!(checksum(&bytes), crc32fast::hash(&bytes));
        }
    }
}
