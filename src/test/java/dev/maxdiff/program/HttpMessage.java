package dev.maxdiff.program;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A request or a response as sent over the connection: first line, headers and body. */
record HttpMessage(List<String> head, byte[] body) {

  /** A response of the proxy itself. */
  static HttpMessage answer(int status, String body, List<String> headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    List<String> head = new ArrayList<>(List.of("HTTP/1.1 " + status + " Fault"));
    head.add("Content-Type: application/json");
    head.add("Content-Length: " + bytes.length);
    head.addAll(headers);
    return new HttpMessage(head, bytes);
  }

  /** Reads the next request of a connection; returns null if the client has closed it. */
  static HttpMessage request(InputStream in) throws IOException {
    List<String> head = head(in);
    return head == null ? null : new HttpMessage(head, body(in, head));
  }

  /** Reads the response to a request of this method. */
  static HttpMessage answer(InputStream in, String method) throws IOException {
    List<String> head = head(in);
    if (head == null) {
      throw new EOFException("closed without an answer");
    }
    String status = head.get(0).split(" ")[1];
    boolean empty = method.equals("HEAD") || status.equals("204") || status.equals("304");
    return new HttpMessage(head, empty ? new byte[0] : body(in, head));
  }

  /** A copy with another body; unchanged if the body has chunks. */
  HttpMessage with(UnaryOperator<String> rewrite) {
    if (header(head, "content-length") == null) {
      return this;
    }
    byte[] bytes =
        rewrite.apply(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>(head);
    lines.replaceAll(
        line ->
            line.toLowerCase(Locale.ROOT).startsWith("content-length:")
                ? "Content-Length: " + bytes.length
                : line);
    return new HttpMessage(lines, bytes);
  }

  boolean isSuccess() {
    return head.get(0).contains(" 200 ");
  }

  String method() {
    return head.get(0).split(" ")[0];
  }

  /** The path with its query. */
  String path() {
    return head.get(0).split(" ")[1];
  }

  boolean closes() {
    return "close".equalsIgnoreCase(header(head, "connection")) || head.get(0).contains("HTTP/1.0");
  }

  /** Sends the head and the first bytes of the body. */
  void writeTo(OutputStream out, int bodyBytes) throws IOException {
    out.write((String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.write(body, 0, bodyBytes);
    out.flush();
  }

  private static List<String> head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (true) {
      String line = line(in);
      if (line == null) {
        return null;
      }
      if (line.isEmpty()) {
        return head.toString(StandardCharsets.ISO_8859_1).lines().toList();
      }
      head.writeBytes((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static byte[] body(InputStream in, List<String> head) throws IOException {
    if ("chunked".equalsIgnoreCase(header(head, "transfer-encoding"))) {
      return chunks(in);
    }
    int length = Integer.parseInt(header(head, "content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("closed in the middle of a body");
    }
    return body;
  }

  /** Reads a chunked body, with its framing. */
  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = line(in);
      if (size == null) {
        throw new EOFException("closed in the middle of a body");
      }
      int length = Integer.parseInt(size.split(";")[0].trim(), 16);
      body.writeBytes((size + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      body.writeBytes(in.readNBytes(length + 2));
      if (length == 0) {
        return body.toByteArray();
      }
    }
  }

  /** Reads a line without its end; returns null at the end of the stream. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static String header(List<String> head, String name, String otherwise) {
    String value = header(head, name);
    return value == null ? otherwise : value;
  }

  private static String header(List<String> head, String name) {
    return head.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).trim())
        .findFirst()
        .orElse(null);
  }
}
