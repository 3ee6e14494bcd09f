//! The kinds of faults, and which page has which. Each document of a site with faults has one kind; with 600 pages or more, every
//! kind is there.

use super::Options;
use super::plan::{FAULTY, PARTNER, Plan};

/// A kind of fault. The rules that find it are named where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    // Front matter that the generator does not read. The partner links to the page.
    UnclosedFrontMatter,
    YamlColon,
    YamlTab,
    ByteOrderMark,
    BlankLinesFirst,
    LongOpening,
    NoFrontMatter,
    // Keys and values.
    MissingKey,
    EmptyValue,
    InvalidValue,
    DuplicateKey,
    UnknownKey,
    DeprecatedKey,
    KeyOrder,
    PlaceholderValue,
    // Sections and steps of an overview.
    PlaceholderText,
    MissingSection,
    SectionOrder,
    SectionLevel,
    SectionTitle,
    DuplicateSection,
    EmptySection,
    SectionContent,
    MissingStep,
    StepOrder,
    StepNumber,
    ChangedStep,
    // Of a method.
    UnexpectedSection,
    UnknownSuppression,
    UnusedSuppression,
    // The site.
    PermalinkConvention,
    DuplicatePermalink,
    RedirectOverPage,
    RedirectTwice,
    RedirectLoop,
    BrokenLinks,
    NearLinks,
    BrokenAnchors,
    LinkCase,
    RedirectedLinks,
    LinkStyles,
    MissingImages,
    NotInNavigation,
    NavigationWithoutPage,
    NearMissValue,
}

use Fault::*;

const ALL: [Fault; 45] = [
    UnclosedFrontMatter,
    YamlColon,
    YamlTab,
    ByteOrderMark,
    BlankLinesFirst,
    LongOpening,
    NoFrontMatter,
    MissingKey,
    EmptyValue,
    InvalidValue,
    DuplicateKey,
    UnknownKey,
    DeprecatedKey,
    KeyOrder,
    PlaceholderValue,
    PlaceholderText,
    MissingSection,
    SectionOrder,
    SectionLevel,
    SectionTitle,
    DuplicateSection,
    EmptySection,
    SectionContent,
    MissingStep,
    StepOrder,
    StepNumber,
    ChangedStep,
    UnexpectedSection,
    UnknownSuppression,
    UnusedSuppression,
    PermalinkConvention,
    DuplicatePermalink,
    RedirectOverPage,
    RedirectTwice,
    RedirectLoop,
    BrokenLinks,
    NearLinks,
    BrokenAnchors,
    LinkCase,
    RedirectedLinks,
    LinkStyles,
    MissingImages,
    NotInNavigation,
    NavigationWithoutPage,
    NearMissValue,
];

impl Fault {
    /// The page loses its address: links to it break, and its entry in the navigation leads nowhere.
    pub(super) fn hides_page(self) -> bool {
        let broken =
            [UnclosedFrontMatter, YamlColon, YamlTab, ByteOrderMark, BlankLinesFirst, LongOpening, NoFrontMatter];
        broken.contains(&self)
    }

    /// The slots of the document whose pages are written otherwise.
    fn slots(self) -> &'static [usize] {
        match self {
            PlaceholderText | MissingSection | SectionOrder | SectionLevel | SectionTitle | DuplicateSection
            | EmptySection | SectionContent | MissingStep | StepOrder | StepNumber | ChangedStep => &[0],
            DuplicatePermalink | RedirectTwice => &[FAULTY, PARTNER],
            _ if self.hides_page() => &[FAULTY, PARTNER],
            _ => &[FAULTY],
        }
    }
}

/// The fault that a document has. The guidelines, the first one, have none.
pub(super) fn of_document(options: &Options, document: usize) -> Option<Fault> {
    (options.faults && document > 0).then(|| ALL[(document - 1) % ALL.len()])
}

/// The fault that a page has or takes part in.
pub(super) fn at(options: &Options, plan: &Plan) -> Option<Fault> {
    of_document(options, plan.document).filter(|fault| fault.slots().contains(&plan.slot))
}

/// The page under the names that it has because of its fault. One with the address of another page has that one's names as
/// well, since the address follows from them.
pub(super) fn renamed(options: &Options, plan: &Plan, fault: Option<Fault>) -> Plan {
    if fault != Some(DuplicatePermalink) || plan.slot != PARTNER {
        return plan.clone();
    }
    let Plan { pagename, subfolder, address, .. } = plan.neighbour(options, FAULTY);
    Plan { pagename, subfolder, address, ..plan.clone() }
}
