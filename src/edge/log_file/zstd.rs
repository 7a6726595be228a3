//! A file packed by zstd: all its frames, one after another.

use std::io::{self, BufRead, Read};

use ruzstd::decoding::{
    BlockDecodingStrategy, FrameDecoder,
    errors::{FrameDecoderError, ReadFrameHeaderError},
};

pub(super) struct Zstd<R> {
    bytes: R,
    decoder: FrameDecoder,
    within_frame: bool,
}

impl<R: BufRead> Zstd<R> {
    pub(super) fn new(bytes: R) -> Self {
        Self {
            bytes,
            decoder: FrameDecoder::new(),
            within_frame: false,
        }
    }

    /// Goes to the next frame, past what others keep between frames; whether there is one.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.bytes.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.bytes) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let mut skipped = (&mut self.bytes).take(u64::from(length));
                    io::copy(&mut skipped, &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.within_frame || self.begin()? {
            self.within_frame = true;
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder
                    .decode_blocks(&mut self.bytes, one)
                    .map_err(io::Error::other)?;
            }
            let read = self.decoder.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            self.within_frame = !self.decoder.is_finished();
        }
        Ok(0)
    }
}
