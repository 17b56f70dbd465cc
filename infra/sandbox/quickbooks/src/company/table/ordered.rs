//! Values in order, of which the one at each position is at hand.

/// The most values of a chunk; one more, and it is halved.
const MOST: usize = 512;

/// A set in chunks, so that a value is added or taken, and a position found, without a look at the others. What is
/// counted on the way to a position are chunks: 40 for 10,000 values.
#[derive(Clone)]
pub(super) struct Ordered<T> {
    /// None of them is empty.
    chunks: Vec<Vec<T>>,
    len: usize,
}

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self {
            chunks: Vec::new(),
            len: 0,
        }
    }
}

impl<T: Ord> Ordered<T> {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Adds a value that is not there yet.
    pub(super) fn insert(&mut self, value: T) {
        self.len += 1;
        // What is larger than all belongs to the last chunk.
        let at = self
            .chunk_of(&value)
            .min(self.chunks.len().saturating_sub(1));
        let Some(chunk) = self.chunks.get_mut(at) else {
            self.chunks.push(vec![value]);
            return;
        };
        chunk.insert(chunk.partition_point(|other| *other < value), value);
        if chunk.len() > MOST {
            let rest = chunk.split_off(MOST / 2);
            self.chunks.insert(at + 1, rest);
        }
    }

    /// Takes a value away, if it is there.
    pub(super) fn remove(&mut self, value: &T) {
        let at = self.chunk_of(value);
        let Some(chunk) = self.chunks.get_mut(at) else {
            return;
        };
        let Ok(place) = chunk.binary_search(value) else {
            return;
        };
        chunk.remove(place);
        self.len -= 1;
        if chunk.is_empty() {
            self.chunks.remove(at);
            return;
        }
        self.join(at);
        if let Some(before) = at.checked_sub(1) {
            self.join(before);
        }
    }

    /// Puts a chunk and the next one together, where both are small.
    fn join(&mut self, at: usize) {
        if let Some([chunk, next]) = self.chunks.get(at..at + 2)
            && chunk.len() + next.len() <= MOST / 2
        {
            let next = self.chunks.remove(at + 1);
            self.chunks[at].extend(next);
        }
    }

    /// The values from a position on.
    pub(super) fn from(&self, mut position: usize) -> impl Iterator<Item = &T> {
        let mut first = 0;
        while let Some(chunk) = self.chunks.get(first)
            && position >= chunk.len()
        {
            position -= chunk.len();
            first += 1;
        }
        self.chunks[first..].iter().flatten().skip(position)
    }

    /// The values backwards, from a position on that is counted from the end.
    pub(super) fn back_from(&self, mut position: usize) -> impl Iterator<Item = &T> {
        let mut end = self.chunks.len();
        while let Some(chunk) = self.chunks[..end].last()
            && position >= chunk.len()
        {
            position -= chunk.len();
            end -= 1;
        }
        let chunks = self.chunks[..end].iter().rev();
        chunks.flat_map(|chunk| chunk.iter().rev()).skip(position)
    }

    /// The values from one on that need not be there.
    pub(super) fn since(&self, value: T) -> impl Iterator<Item = &T> {
        let chunks = self.chunks[self.chunk_of(&value)..].iter().flatten();
        chunks.skip_while(move |other| **other < value)
    }

    /// The first chunk that has a value which is not less than this one.
    fn chunk_of(&self, value: &T) -> usize {
        self.chunks
            .partition_point(|chunk| chunk.last().is_some_and(|last| last < value))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn every_position_has_the_value_that_a_sorted_list_has_there(
            changes in prop::collection::vec((any::<u16>(), 0..3_u8), 0..4_000),
            position in 0..4_000_usize,
            since in any::<u16>(),
        ) {
            let (mut ordered, mut sorted) = (Ordered::default(), BTreeSet::new());
            for (value, kind) in changes {
                // Few values, so that many are taken that are there.
                let value = value % 2_000;
                if kind == 0 {
                    ordered.remove(&value);
                    sorted.remove(&value);
                } else if sorted.insert(value) {
                    ordered.insert(value);
                }
            }
            prop_assert_eq!(ordered.len(), sorted.len());
            prop_assert!(ordered.chunks.iter().all(|chunk| !chunk.is_empty() && chunk.len() <= MOST));
            let all: Vec<u16> = sorted.into_iter().collect();
            let from: Vec<u16> = ordered.from(position).copied().collect();
            prop_assert_eq!(&from[..], all.get(position..).unwrap_or_default());
            let back: Vec<u16> = ordered.back_from(position).copied().collect();
            let expected: Vec<u16> = all.iter().rev().skip(position).copied().collect();
            prop_assert_eq!(back, expected);
            let later: Vec<u16> = ordered.since(since).copied().collect();
            let expected: Vec<u16> = all.into_iter().filter(|value| *value >= since).collect();
            prop_assert_eq!(later, expected);
        }
    }

    #[test]
    fn chunks_that_were_emptied_are_put_together() {
        let mut ordered = Ordered::default();
        for value in 0..10_000 {
            ordered.insert(value);
        }
        for value in (0..10_000).filter(|value| value % 100 != 0) {
            ordered.remove(&value);
        }
        assert_eq!(ordered.len(), 100);
        assert!(ordered.chunks.len() <= 2, "{}", ordered.chunks.len());
    }
}
