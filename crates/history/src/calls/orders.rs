//! The words of orders: what an order is, and what a service holds of it.

use super::Item;

/// What an order is at the service that answers for a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderState {
    /// It was created, and may still be cancelled.
    Pending,
    /// It stands for good.
    Confirmed,
    /// It was taken back.
    Cancelled,
    /// The service said no to its part.
    Refused,
    /// Goods are put aside for it.
    Reserved,
    /// They are back on the shelf.
    Released,
    /// It was paid.
    Charged,
    /// The money went back.
    Refunded,
    /// The goods are on their way.
    Shipped,
    /// They were called back.
    Recalled,
    /// So many goods are left; of no order.
    Left,
}

impl OrderState {
    const ALL: [(Self, &'static str); 11] = [
        (Self::Pending, "pending"),
        (Self::Confirmed, "confirmed"),
        (Self::Cancelled, "cancelled"),
        (Self::Refused, "refused"),
        (Self::Reserved, "reserved"),
        (Self::Released, "released"),
        (Self::Charged, "charged"),
        (Self::Refunded, "refunded"),
        (Self::Shipped, "shipped"),
        (Self::Recalled, "recalled"),
        (Self::Left, "left"),
    ];

    /// What stands for it among the items of an answer.
    #[must_use]
    pub const fn item(self) -> Item {
        Item::Word(self as u32)
    }

    /// What an item stands for, if it is a state.
    #[must_use]
    pub fn of(item: Item) -> Option<Self> {
        let Item::Word(number) = item else { return None };
        Self::ALL.get(number as usize).map(|(state, _)| *state)
    }

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The words of all states, by number.
    pub(super) fn words() -> Vec<String> {
        Self::ALL.map(|(_, word)| word.to_owned()).to_vec()
    }

    /// The orders in an answer with their states: "#1 reserved, #4 pending"; and what is left: "3 left".
    #[must_use]
    pub fn in_words(items: &[Item]) -> String {
        let pairs = Self::pairs(items).map(|(number, state)| match state {
            Self::Left => format!("{number} left"),
            state => format!("#{number} {}", state.word()),
        });
        let words = pairs.collect::<Vec<_>>().join(", ");
        if words.is_empty() { "none".to_owned() } else { words }
    }

    /// The orders in an answer by number, each with its state.
    pub fn pairs(items: &[Item]) -> impl Iterator<Item = (i64, Self)> + '_ {
        items.chunks_exact(2).filter_map(|pair| match (pair[0], Self::of(pair[1])) {
            (Item::Int(number), Some(state)) => Some((number, state)),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_found_again_and_told() {
        for (place, (state, word)) in OrderState::ALL.into_iter().enumerate() {
            assert_eq!((state as usize, state.word(), OrderState::of(state.item())), (place, word, Some(state)));
        }
        let items = [Item::Int(3), OrderState::Left.item(), Item::Int(7), OrderState::Reserved.item()];
        assert_eq!(OrderState::in_words(&items), "3 left, #7 reserved");
        assert_eq!((OrderState::in_words(&[]), OrderState::of(Item::Word(99))), ("none".to_owned(), None));
    }
}
