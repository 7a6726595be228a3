//! The thread that owns the log: a file opened, filtered and followed through it, the way
//! the loop does; what is looked for is waited for, never slept for.

use std::{
    fs::OpenOptions,
    io::Write,
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

use watchkeeper::{
    edge::{
        demo::Demo,
        dispatch::{Dispatch, Dispatcher},
    },
    flow::Msg,
    logs::{Keep, LogSource, News, Order, Place, Wanted, What, Window, Wish},
};

const PATIENCE: Duration = Duration::from_secs(20);
const WINDOW: Window = Window {
    at: Place::Last,
    by: 0,
    before: 50,
    after: 0,
    most: 4096,
    columns: 40,
};

struct Desk {
    dispatch: Dispatch,
    messages: Receiver<Msg>,
    serial: u64,
    _runtime: tokio::runtime::Runtime,
}

impl Desk {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let (outbox, messages) = channel();
        let world = Arc::new(Demo::open().unwrap());
        Self {
            dispatch: Dispatch::new(world, outbox, runtime.handle().clone()),
            messages,
            serial: 0,
            _runtime: runtime,
        }
    }

    fn order(&mut self, what: What) {
        self.serial += 1;
        self.dispatch.log(Order {
            log: 1,
            serial: self.serial,
            seen: 0,
            what,
        });
    }

    /// The first news that are so.
    #[track_caller]
    fn until(&self, is_so: impl Fn(&News) -> bool) -> News {
        loop {
            match self.messages.recv_timeout(PATIENCE) {
                Ok(Msg::Log { news, .. }) if is_so(&news) => return *news,
                Ok(_) => {}
                Err(error) => panic!("nothing like that came: {error}"),
            }
        }
    }
}

fn texts(news: &News) -> Vec<String> {
    let text = |row: &watchkeeper::logs::Row| String::from_utf8_lossy(&row.text).into_owned();
    news.rows.iter().map(text).collect()
}

#[test]
fn a_file_is_read_filtered_and_followed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.log");
    std::fs::write(&path, "a 1\nb 2\na 3\n").unwrap();
    let mut desk = Desk::new();
    let source = LogSource::File(path.to_string_lossy().into_owned());
    desk.order(What::Open(vec![source], WINDOW));
    let read = desk.until(|news| !news.progress.is_reading);
    assert_eq!(texts(&read), ["a 1", "b 2", "a 3"]);
    let wish = Wish::of(Keep::In, Wanted::Text("a".to_owned()));
    desk.order(What::Filter(vec![wish]));
    let filtered = desk.until(|news| !news.filters.is_empty());
    assert_eq!(texts(&filtered), ["a 1", "a 3"]);
    desk.order(What::Follow(true));
    desk.until(|news| news.progress.is_following);
    let mut file = OpenOptions::new().append(true).open(&path).unwrap();
    file.write_all(b"a 4\nb 5\n").unwrap();
    let grown = desk.until(|news| news.counts.lines == 5);
    assert_eq!(texts(&grown), ["a 1", "a 3", "a 4"]);
}

#[test]
fn a_file_that_is_cut_or_missing_is_a_fault_and_the_thread_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.log");
    let mut desk = Desk::new();
    let source = || vec![LogSource::File(path.to_string_lossy().into_owned())];
    desk.order(What::Open(source(), WINDOW));
    desk.until(|news| news.progress.fault.is_some());
    std::fs::write(&path, "one\ntwo\nthree\n").unwrap();
    desk.order(What::Open(source(), WINDOW));
    desk.until(|news| news.counts.lines == 3 && !news.progress.is_reading);
    desk.order(What::Follow(true));
    desk.until(|news| news.progress.is_following);
    std::fs::write(&path, "x\n").unwrap();
    let cut = desk.until(|news| news.progress.fault.is_some());
    assert!(cut.progress.fault.unwrap().what.contains("was cut"));
    desk.order(What::Open(source(), WINDOW));
    let again = desk.until(|news| news.counts.lines == 1);
    assert_eq!(texts(&again), ["x"]);
}

#[test]
fn a_group_of_the_demo_comes_through_the_world() {
    let mut desk = Desk::new();
    let source = LogSource::Group {
        environment: "dataops".into(),
        group: "/dataops/consolidated/containers".into(),
        streams: Vec::new(),
        from: jiff::Timestamp::UNIX_EPOCH,
        to: None,
    };
    desk.order(What::Open(vec![source], WINDOW));
    let read = desk.until(|news| !news.progress.is_reading && news.progress.pages > 0);
    assert_eq!(read.counts.lines, 72);
}
