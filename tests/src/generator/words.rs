//! The words that names and sentences are made of. Names of documents and categories differ by whole words, so that none is
//! a near miss of another.

use super::random::Random;

const COLOURS: [&str; 48] = [
    "Amber",
    "Azure",
    "Beige",
    "Black",
    "Bronze",
    "Cherry",
    "Cobalt",
    "Copper",
    "Coral",
    "Crimson",
    "Dark",
    "Ebony",
    "Emerald",
    "Faded",
    "Fuchsia",
    "Golden",
    "Green",
    "Indigo",
    "Ivory",
    "Jade",
    "Khaki",
    "Lavender",
    "Lemon",
    "Lilac",
    "Magenta",
    "Maroon",
    "Mauve",
    "Navy",
    "Ochre",
    "Olive",
    "Orange",
    "Orchid",
    "Pale",
    "Peach",
    "Pearl",
    "Plum",
    "Purple",
    "Ruby",
    "Saffron",
    "Salmon",
    "Scarlet",
    "Sepia",
    "Silver",
    "Teal",
    "Turquoise",
    "Umber",
    "Violet",
    "White",
];

const PLACES: [&str; 48] = [
    "Airport",
    "Alley",
    "Arcade",
    "Attic",
    "Avenue",
    "Bakery",
    "Balcony",
    "Bridge",
    "Cabin",
    "Campus",
    "Canyon",
    "Castle",
    "Cellar",
    "Chapel",
    "Cottage",
    "Desert",
    "District",
    "Factory",
    "Forest",
    "Fountain",
    "Garden",
    "Glacier",
    "Harbour",
    "Highway",
    "Hospital",
    "Island",
    "Jungle",
    "Kitchen",
    "Lagoon",
    "Library",
    "Lighthouse",
    "Meadow",
    "Monument",
    "Mountain",
    "Museum",
    "Observatory",
    "Orchard",
    "Palace",
    "Pavilion",
    "Prairie",
    "Quarry",
    "Railway",
    "Stadium",
    "Temple",
    "Tunnel",
    "Valley",
    "Village",
    "Workshop",
];

const THINGS: [&str; 48] = [
    "Account",
    "Agenda",
    "Archive",
    "Audit",
    "Badge",
    "Ballot",
    "Briefing",
    "Budget",
    "Calendar",
    "Catalogue",
    "Channel",
    "Coupon",
    "Dashboard",
    "Delivery",
    "Dialogue",
    "Discount",
    "Envelope",
    "Export",
    "Feedback",
    "Forecast",
    "Greeting",
    "Handover",
    "Inbox",
    "Invoice",
    "Journal",
    "Keyword",
    "Ledger",
    "Mandate",
    "Message",
    "Notice",
    "Offer",
    "Parcel",
    "Playbook",
    "Profile",
    "Question",
    "Receipt",
    "Reminder",
    "Roster",
    "Schedule",
    "Session",
    "Survey",
    "Ticket",
    "Transcript",
    "Upload",
    "Voucher",
    "Warranty",
    "Wishlist",
    "Zone",
];

/// Each of them once before one comes again: the step has no factor in common with the number of names.
const NAMES: u64 = 48 * 48 * 48;
const STEP: u64 = 40_507;

/// "Silver Harbour Ledger API": another one for each of the first 110,592 numbers.
pub(super) fn document_name(seed: u64, number: usize) -> String {
    let (colour, place, thing) = three(seed, number);
    let round = number as u64 / NAMES;
    let series = if round == 0 { String::new() } else { format!("{} ", COLOURS[round as usize % 48]) };
    format!("{series}{colour} {place} {thing} API")
}

/// "Harbour & Ledger Tools": another one for each of the first 2,304 numbers; then they come again.
pub(super) fn category_name(seed: u64, number: usize) -> String {
    let at = (number as u64 * 1_013 + seed) % (48 * 48);
    format!("{} & {} Tools", PLACES[at as usize % 48], THINGS[at as usize / 48])
}

/// What the document is about, in one word.
pub(super) fn thing_of(seed: u64, number: usize) -> &'static str {
    three(seed, number).2
}

fn three(seed: u64, number: usize) -> (&'static str, &'static str, &'static str) {
    let at = (number as u64 % NAMES * STEP + seed % NAMES) % NAMES;
    let (colour, place, thing) = (at % 48, at / 48 % 48, at / (48 * 48));
    (COLOURS[colour as usize], PLACES[place as usize], THINGS[thing as usize])
}

/// The parts of names without blanks and other signs, for the names of folders.
pub(super) fn camel(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

const OPENINGS: [&str; 16] = [
    "As a rule",
    "In most accounts",
    "On busy days",
    "For large brands",
    "Before the first request",
    "After a handover",
    "When the connection is lost",
    "Während der Nacht",
    "In the café example",
    "For 日本語 and other scripts",
    "Outside of working hours",
    "At the end of a shift",
    "If nothing else is said",
    "In this version",
    "Once a day",
    "Naïvely put",
];

const SUBJECTS: [&str; 16] = [
    "the service",
    "an agent",
    "the brand's own system",
    "every consumer",
    "a manager",
    "the queue",
    "Zoë's team",
    "a campaign",
    "the next request",
    "the answer",
    "a bot",
    "the account",
    "a skill",
    "the façade",
    "one conversation",
    "the report",
];

const VERBS: [&str; 16] = [
    "keeps",
    "sends",
    "reads",
    "never changes",
    "waits for",
    "counts",
    "closes",
    "shows",
    "collects",
    "asks for",
    "forwards",
    "translates",
    "checks",
    "opens",
    "leaves out",
    "brings back",
];

const OBJECTS: [&str; 16] = [
    "the list of open items",
    "what was written before",
    "a value of at most 64 letters",
    "the id of the skill",
    "one line for each event",
    "the time in UTC",
    "all fields that are not empty",
    "a short summary",
    "the number of those who wait",
    "the name as it was typed",
    "an empty list",
    "the latest revision",
    "up to 200 records",
    "a price in €",
    "the consumer's “own” words",
    "a note with 🎉 in it",
];

/// One sentence of eight to twenty words, with a blank after it. Nothing in it is markup.
pub(super) fn sentence(random: &mut Random, text: &mut String) {
    let opening = random.below(OPENINGS.len() * 2);
    let subject = random.pick(&SUBJECTS);
    match OPENINGS.get(opening) {
        Some(opening) => {
            text.push_str(opening);
            text.push_str(", ");
            text.push_str(subject);
        }
        None => {
            let mut letters = subject.chars();
            text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            text.push_str(letters.as_str());
        }
    }
    for part in [" ", random.pick(&VERBS), " ", random.pick(&OBJECTS)] {
        text.push_str(part);
    }
    if random.once_in(3) {
        for part in [", and then ", random.pick(&VERBS), " ", random.pick(&OBJECTS)] {
            text.push_str(part);
        }
    }
    text.push_str(". ");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_come_once() {
        let documents: HashSet<String> = (0..110_592).map(|number| document_name(7, number)).collect();
        assert_eq!(documents.len(), 110_592);
        let categories: HashSet<String> = (0..2_304).map(|number| category_name(7, number)).collect();
        assert_eq!(categories.len(), 2_304);
    }
}
