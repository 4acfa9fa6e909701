//! Whose figures: a place or a producer, and the lines they are added up from.

/// What a line of figures is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grain {
    /// A district: from the sums that ride on its reports.
    District,
    /// A subdistrict: from the cells of the producers in it.
    Subdistrict,
    /// A producer: from its cells.
    Producer,
}

/// A place or a producer: everything whose code begins with `prefix`.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The lines it is added up from.
    pub grain: Grain,
    /// Nothing for the nation, a place's code, or a producer's id.
    pub prefix: String,
}

/// Values by the code of their unit. A code begins with the code of what it lies in, so what belongs to a place is one slice
/// of the sorted list: the districts of an answer add up to its province and nation because they are the same lines.
#[derive(Debug)]
pub struct ByUnit<Value>(Vec<(String, Value)>);

impl<Value> ByUnit<Value> {
    /// Sorts `values` by code.
    #[must_use]
    pub fn new(mut values: Vec<(String, Value)>) -> Self {
        values.sort_by(|one, other| one.0.cmp(&other.0));
        Self(values)
    }

    /// The value of exactly this code.
    pub fn get(&self, code: &str) -> Option<&Value> {
        let found = self.0.binary_search_by(|(own, _)| own.as_str().cmp(code)).ok();
        found.and_then(|index| self.0.get(index)).map(|(_, value)| value)
    }

    /// All values whose code begins with `prefix`.
    pub fn within(&self, prefix: &str) -> impl Iterator<Item = &(String, Value)> {
        let start = self.0.partition_point(|(code, _)| code.as_str() < prefix);
        self.0[start..].iter().take_while(move |(code, _)| code.starts_with(prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(prefix: &str) -> Vec<i32> {
        let list = ByUnit::new(vec![("2801".into(), 3), ("2702".into(), 2), ("2701".into(), 1)]);
        list.within(prefix).map(|(_, value)| *value).collect()
    }

    #[test]
    fn a_prefix_is_a_slice() {
        assert_eq!(found(""), [1, 2, 3]);
        assert_eq!(found("27"), [1, 2]);
        assert_eq!(found("2702"), [2]);
        assert!(found("29").is_empty());
    }

    #[test]
    fn a_code_is_one_of_them_or_none() {
        let list = ByUnit::new(vec![("TH".into(), 3), ("27".into(), 2), ("2701".into(), 1)]);
        assert_eq!([list.get("27"), list.get("TH"), list.get("2")], [Some(&2), Some(&3), None]);
    }
}
