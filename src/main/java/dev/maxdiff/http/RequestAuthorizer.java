package dev.maxdiff.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Accepts requests with the token and refuses requests of web pages, even with the token.
 *
 * <p>A web page in a local browser can reach loopback. Its requests have an Origin header, and
 * after DNS rebinding a Host header other than loopback.
 */
final class RequestAuthorizer {

  private static final Pattern LOOPBACK =
      Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d{1,5})?");
  private static final String SCHEME = "Bearer ";

  private final byte[] token;

  RequestAuthorizer(String token) {
    if (token.isBlank()) {
      throw new IllegalArgumentException("token: blank (expected: a secret)");
    }
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the reason to refuse a request of a web page; empty for any other request. */
  Optional<String> browserRefusal(HttpRequest request) {
    if (header(request, "Origin").isPresent()) {
      return Optional.of("requests of web pages (with an Origin header) are refused");
    }
    String host = header(request, "Host").orElse("");
    return LOOPBACK.matcher(host).matches()
        ? Optional.empty()
        : Optional.of("Host must be 127.0.0.1, localhost or [::1]");
  }

  /** Compares the token in constant time. */
  boolean isAuthorized(HttpRequest request) {
    String given = header(request, "Authorization").orElse("");
    if (!given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] presented = given.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(token, presented);
  }

  private static Optional<String> header(HttpRequest request, String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }
}
