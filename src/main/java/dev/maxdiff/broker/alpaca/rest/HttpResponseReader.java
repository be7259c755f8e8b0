package dev.maxdiff.broker.alpaca.rest;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads one HTTP/1.1 response: by Content-Length, in chunks, or to the end of the stream. */
final class HttpResponseReader {

  private static final int LONGEST_LINE = 8192;
  private static final int MOST_HEADERS = 100;
  private static final int LARGEST_BODY = 8 << 20;

  private final InputStream input;
  private int length;
  private boolean chunked;
  private boolean reusable;

  HttpResponseReader(InputStream input) {
    this.input = input;
  }

  HttpTransport.Response read() throws IOException {
    int status;
    do {
      status = status(line());
      headers();
    } while (status < 200); // interim responses have no body
    byte[] body = status == 204 || status == 304 ? new byte[0] : body();
    return new HttpTransport.Response(status, new String(body, StandardCharsets.UTF_8));
  }

  /** Returns true when the connection can carry another request; valid after {@link #read}. */
  boolean isReusable() {
    return reusable;
  }

  private static int status(String line) throws IOException {
    try {
      if (line.startsWith("HTTP/1.") && line.length() >= 12) {
        return Integer.parseInt(line.substring(9, 12));
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new IOException("not an HTTP answer");
  }

  private void headers() throws IOException {
    length = -1;
    chunked = false;
    reusable = true;
    for (int count = 0; count < MOST_HEADERS; count++) {
      String line = line();
      if (line.isEmpty()) {
        return;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        String value = line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
        header(line.substring(0, colon).toLowerCase(Locale.ROOT), value);
      }
    }
    throw new IOException("more than " + MOST_HEADERS + " headers");
  }

  private void header(String name, String value) throws IOException {
    switch (name) {
      case "content-length" -> length = size(value, 10);
      case "transfer-encoding" -> chunked = value.endsWith("chunked");
      case "connection" -> reusable = !value.equals("close");
      default -> {
        // the reader needs no other header
      }
    }
  }

  private byte[] body() throws IOException {
    if (chunked) {
      return chunks();
    }
    if (length >= 0) {
      return exactly(length);
    }
    reusable = false;
    byte[] body = input.readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new IOException("answer above " + LARGEST_BODY + " bytes");
    }
    return body;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String head = line();
      int extension = head.indexOf(';');
      int size = size((extension < 0 ? head : head.substring(0, extension)).strip(), 16);
      if (size == 0) {
        break;
      }
      if (body.size() + size > LARGEST_BODY) {
        throw new IOException("answer above " + LARGEST_BODY + " bytes");
      }
      body.write(exactly(size));
      line();
    }
    while (!line().isEmpty()) {
      // the reader ignores trailers
    }
    return body.toByteArray();
  }

  private static int size(String text, int radix) throws IOException {
    try {
      int size = Integer.parseInt(text, radix);
      if (size >= 0 && size <= LARGEST_BODY) {
        return size;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new IOException("length " + text + " (expected: at most " + LARGEST_BODY + ")");
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = input.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("connection closed within the answer");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = input.read(); c != '\n'; c = input.read()) {
      if (c < 0) {
        throw new EOFException("connection closed before the answer");
      }
      if (line.length() >= LONGEST_LINE) {
        throw new IOException("header above " + LONGEST_LINE + " characters");
      }
      line.append((char) c);
    }
    int end = line.length();
    if (end > 0 && line.charAt(end - 1) == '\r') {
      line.setLength(end - 1);
    }
    return line.toString();
  }
}
