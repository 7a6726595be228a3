//! One program in a pseudo-terminal of its own, with the terminal's end in our hands.
//!
//! Answers no query and parses what was written only when asked, so that it
//! can also be used for measuring.
#![allow(dead_code, reason = "tests and measurements each use their part")]

use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read, Write},
    os::unix::{net::UnixStream, process::ExitStatusExt},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Condvar, Mutex, MutexGuard},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use rustix_openpty::{
    openpty,
    rustix::{
        event::{PollFd, PollFlags, poll},
        io::ioctl_fionread,
        process::{Pid, Signal, kill_process},
        termios::{Termios, Winsize, tcgetattr, tcsetwinsize},
    },
};

/// Far longer than anything here takes; only a failing test waits for it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
struct Output {
    /// What was read and when.
    chunks: Vec<(Instant, Vec<u8>)>,
    ended: bool,
}

type Shared = Arc<(Mutex<Output>, Condvar)>;

pub(crate) struct Session {
    pub(crate) child: Child,
    pub(crate) spawned: Instant,
    controller: Option<File>,
    reader: Option<JoinHandle<()>>,
    stop: UnixStream,
    output: Shared,
    screen: vt100::Parser,
    parsed: usize,
    found: Termios,
}

impl Session {
    /// Runs the program as leader of a session whose terminal is ours.
    pub(crate) fn spawn<S: AsRef<OsStr>>(
        program: impl AsRef<OsStr>,
        args: impl IntoIterator<Item = S>,
        size: (u16, u16),
        env: &[(&str, &str)],
    ) -> Self {
        let mut command = Self::command(program);
        command.args(args).envs(env.iter().copied());
        Self::start(command, size)
    }

    /// The command to give to `start`, which may be told its arguments, folder and environment.
    pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
        // Without unsafe code only another program can give a child its terminal.
        let mut command = Command::new("setsid");
        command.arg("--ctty").arg(program);
        command
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .env("RUST_BACKTRACE", "0");
        for variable in [
            "TMUX",
            "STY",
            "COLUMNS",
            "LINES",
            "LC_ALL",
            "LC_CTYPE",
            "COLORTERM",
            "NO_COLOR",
        ] {
            command.env_remove(variable);
        }
        command
    }

    pub(crate) fn start(mut command: Command, (columns, rows): (u16, u16)) -> Self {
        let pty = openpty(None, Some(&size(columns, rows))).unwrap();
        let found = tcgetattr(&pty.user).unwrap();
        let side = || Stdio::from(pty.user.try_clone().unwrap());
        command.stdin(side()).stdout(side()).stderr(side());
        let spawned = Instant::now();
        let child = command.spawn().expect("setsid of util-linux runs");
        drop(command);
        drop(pty.user);
        let controller = File::from(pty.controller);
        let output = Shared::default();
        let (stop, stopped) = UnixStream::pair().unwrap();
        let reader = {
            let (source, output) = (controller.try_clone().unwrap(), Arc::clone(&output));
            thread::spawn(move || read_all(source, &stopped, &output))
        };
        Self {
            child,
            spawned,
            controller: Some(controller),
            reader: Some(reader),
            stop,
            output,
            screen: vt100::Parser::new(rows, columns, 0),
            parsed: 0,
            found,
        }
    }

    pub(crate) fn send(&mut self, keys: impl AsRef<[u8]>) -> Instant {
        let at = Instant::now();
        self.controller().write_all(keys.as_ref()).unwrap();
        at
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.parse();
        self.screen.screen_mut().set_size(rows, columns);
        tcsetwinsize(self.controller(), size(columns, rows)).unwrap();
    }

    pub(crate) fn kill(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// The terminal goes away, as when a connection breaks.
    pub(crate) fn hang_up(&mut self) {
        self.stop_reading();
        self.controller = None;
    }

    /// The terminal stays but takes no more output, as when a connection freezes.
    pub(crate) fn freeze(&mut self) {
        self.stop_reading();
    }

    /// Types on a frozen terminal until the program's output no longer fits.
    pub(crate) fn type_until_stuck(&mut self, key: &str) {
        let limit = Instant::now() + PATIENCE;
        loop {
            let before = ioctl_fionread(self.controller()).unwrap();
            self.send(key);
            let deadline = Instant::now() + Duration::from_millis(300);
            while ioctl_fionread(self.controller()).unwrap() == before {
                if Instant::now() > deadline {
                    return;
                }
                thread::sleep(Duration::from_millis(5));
            }
            assert!(Instant::now() < limit, "output always fits");
        }
    }

    /// The screen as it is now.
    pub(crate) fn screen(&mut self) -> &vt100::Screen {
        self.parse();
        self.screen.screen()
    }

    pub(crate) fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the screen is as described.
    pub(crate) fn wait_until(&mut self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let (parsed, ended) = self.parse();
            if is_so(self.screen.screen()) {
                return;
            }
            assert!(
                !ended && self.wait_for_more(parsed, deadline),
                "never came: {what}; the screen is\n{}",
                self.screen.screen().contents()
            );
        }
    }

    /// Waits until the screen is as described; gives when what made it so was read.
    pub(crate) fn when(&mut self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) -> Instant {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let chunk = self.output().chunks.get(self.parsed).cloned();
            if let Some((at, bytes)) = chunk {
                self.screen.process(&bytes);
                self.parsed += 1;
                if is_so(self.screen.screen()) {
                    return at;
                }
            } else {
                assert!(
                    self.wait_for_more(self.parsed, deadline),
                    "never came: {what}"
                );
            }
        }
    }

    /// When the screen was first as described, seen from the beginning.
    pub(crate) fn first(&self, is_so: impl Fn(&vt100::Screen) -> bool) -> Option<Instant> {
        let (rows, columns) = self.screen.screen().size();
        let mut parser = vt100::Parser::new(rows, columns, 0);
        let output = self.output();
        let found = output.chunks.iter().find(|(_, bytes)| {
            parser.process(bytes);
            is_so(parser.screen())
        });
        found.map(|(at, _)| *at)
    }

    /// Waits until nothing was written for so long; gives the time of the last byte.
    pub(crate) fn settle(&self, silence: Duration) -> Option<Instant> {
        let mut seen = self.chunks();
        while self.wait_for_more(seen, Instant::now() + silence) {
            seen = self.chunks();
        }
        self.output().chunks.last().map(|(at, _)| *at)
    }

    /// Waits for anything beyond what was read so far.
    pub(crate) fn wait_for_output(&self, seen: usize) {
        assert!(
            self.wait_for_more(seen, Instant::now() + PATIENCE),
            "nothing was written"
        );
    }

    /// How many times something was read.
    pub(crate) fn chunks(&self) -> usize {
        self.output().chunks.len()
    }

    /// All bytes so far.
    pub(crate) fn written(&self) -> Vec<u8> {
        let output = self.output();
        output
            .chunks
            .iter()
            .flat_map(|(_, bytes)| bytes)
            .copied()
            .collect()
    }

    pub(crate) fn written_len(&self) -> usize {
        self.output()
            .chunks
            .iter()
            .map(|(_, bytes)| bytes.len())
            .sum()
    }

    /// Waits for the end of the program and of its output.
    pub(crate) fn end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                if self.controller.is_some() {
                    self.settle(Duration::from_millis(20));
                }
                return status;
            }
            assert!(Instant::now() < deadline, "the program does not end");
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Fails unless the program ended by this signal.
    pub(crate) fn ended_by(&mut self, signal: Signal) {
        assert_eq!(self.end().signal(), Some(signal.as_raw()));
    }

    /// Fails unless the terminal is as it was before the program took it.
    pub(crate) fn is_restored(&mut self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "still on the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "pastes are still marked");
        self.has_found_modes();
    }

    pub(crate) fn has_found_modes(&mut self) {
        let now = tcgetattr(self.controller()).unwrap();
        assert_eq!(now.input_modes, self.found.input_modes);
        assert_eq!(now.output_modes, self.found.output_modes);
        assert_eq!(now.control_modes, self.found.control_modes);
        assert_eq!(now.local_modes, self.found.local_modes);
    }

    pub(crate) fn is_raw(&mut self) -> bool {
        let now = tcgetattr(self.controller()).unwrap();
        now.local_modes != self.found.local_modes
    }

    fn controller(&mut self) -> &mut File {
        self.controller.as_mut().expect("the terminal was hung up")
    }

    fn output(&self) -> MutexGuard<'_, Output> {
        self.output.0.lock().unwrap()
    }

    fn parse(&mut self) -> (usize, bool) {
        let output = self.output.0.lock().unwrap();
        for (_, bytes) in &output.chunks[self.parsed..] {
            self.screen.process(bytes);
        }
        self.parsed = output.chunks.len();
        (self.parsed, output.ended)
    }

    fn wait_for_more(&self, seen: usize, deadline: Instant) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        let none = |output: &mut Output| output.chunks.len() <= seen && !output.ended;
        let (output, _) = self
            .output
            .1
            .wait_timeout_while(self.output(), left, none)
            .unwrap();
        output.chunks.len() > seen
    }

    fn stop_reading(&mut self) {
        let _ = self.stop.write_all(b".");
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.stop_reading();
    }
}

fn size(columns: u16, rows: u16) -> Winsize {
    Winsize {
        ws_col: columns,
        ws_row: rows,
        ws_xpixel: 0,
        ws_ypixel: 0,
    }
}

/// Until the program's end of the terminal is closed, or we are told to stop.
fn read_all(mut source: File, stopped: &UnixStream, output: &(Mutex<Output>, Condvar)) {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let mut fds = [
            PollFd::new(&source, PollFlags::IN),
            PollFd::new(stopped, PollFlags::IN),
        ];
        let polled = poll(&mut fds, None);
        let told_to_stop = !fds[1].revents().is_empty();
        if polled.is_err() || told_to_stop {
            break;
        }
        match source.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => {
                let chunk = (Instant::now(), buffer[..count].to_vec());
                output.0.lock().unwrap().chunks.push(chunk);
                output.1.notify_all();
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    output.0.lock().unwrap().ended = true;
    output.1.notify_all();
}
