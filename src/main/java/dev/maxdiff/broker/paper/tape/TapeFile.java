package dev.maxdiff.broker.paper.tape;

import dev.maxdiff.domain.InvalidValueException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Opens a tape file as text: plain, in a gzip file, or as the only file of a zip archive; in UTF-8,
 * or in UTF-16 with a byte order mark (what spreadsheets save as "Unicode text").
 */
final class TapeFile {

  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private TapeFile() {}

  /**
   * @throws InvalidValueException if the path is no regular file (a pipe would block for ever), or
   *     the archive has more than one file
   */
  static BufferedReader open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidValueException("data", file, "a regular file");
    }
    return text(uncompressed(file));
  }

  /** Decodes the text; a character that the encoding does not have is an error, never replaced. */
  static BufferedReader text(InputStream content) throws IOException {
    BufferedInputStream in = new BufferedInputStream(content);
    byte[] first = peek(in, 3);
    if (startsWith(first, 0xef, 0xbb, 0xbf)) {
      in.skipNBytes(3);
      return decoded(in, StandardCharsets.UTF_8);
    }
    if (startsWith(first, 0xff, 0xfe) || startsWith(first, 0xfe, 0xff)) {
      return decoded(in, StandardCharsets.UTF_16); // reads the byte order mark itself
    }
    return decoded(in, StandardCharsets.UTF_8);
  }

  private static InputStream uncompressed(Path file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file));
    byte[] first = peek(in, ZIP.length);
    if (startsWith(first, GZIP_FIRST, GZIP_SECOND)) {
      return new GZIPInputStream(in);
    }
    if (startsWith(first, ZIP[0], ZIP[1], ZIP[2], ZIP[3])) {
      in.close();
      return onlyEntry(file);
    }
    return in;
  }

  private static InputStream onlyEntry(Path file) throws IOException {
    ZipFile archive = open(file.toString());
    List<? extends ZipEntry> files =
        archive.stream().filter(entry -> !entry.isDirectory()).limit(2).toList();
    if (files.size() != 1) {
      archive.close();
      throw new InvalidValueException(
          "data", file, "an archive with one CSV file, not " + (files.isEmpty() ? "none" : "more"));
    }
    return new FilterInputStream(archive.getInputStream(files.get(0))) {
      @Override
      public void close() throws IOException {
        super.close();
        archive.close();
      }
    };
  }

  private static ZipFile open(String file) throws IOException {
    try {
      return new ZipFile(file);
    } catch (ZipException e) {
      throw new InvalidValueException("data", file, "a whole zip archive: " + e.getMessage());
    }
  }

  private static BufferedReader decoded(InputStream in, Charset charset) {
    return new BufferedReader(new InputStreamReader(in, charset.newDecoder()));
  }

  private static byte[] peek(BufferedInputStream in, int length) throws IOException {
    in.mark(length);
    byte[] first = in.readNBytes(length);
    in.reset();
    return first;
  }

  private static boolean startsWith(byte[] bytes, int... expected) {
    if (bytes.length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((bytes[i] & 0xff) != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
