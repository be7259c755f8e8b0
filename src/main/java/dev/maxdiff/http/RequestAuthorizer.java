package dev.maxdiff.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import dev.maxdiff.control.WishRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Accepts requests with a token, which tells whether a loop or an operator asks, and refuses
 * requests of web pages, even with the token.
 *
 * <p>A web page in a local browser can reach loopback. Its requests have an Origin header, and
 * after DNS rebinding a Host header other than loopback.
 */
final class RequestAuthorizer {

  private static final Pattern LOOPBACK =
      Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d{1,5})?");
  private static final String SCHEME = "Bearer ";

  private final byte[] token;
  private final byte[] operatorToken;

  RequestAuthorizer(AccessTokens tokens) {
    this.token = tokens.loop().getBytes(StandardCharsets.UTF_8);
    this.operatorToken = tokens.operator().getBytes(StandardCharsets.UTF_8);
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

  /** Returns whose token the request has, compared in constant time; empty = neither. */
  Optional<WishRequest.Source> client(HttpRequest request) {
    String given = header(request, "Authorization").orElse("");
    if (!given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    byte[] presented = given.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8);
    if (MessageDigest.isEqual(operatorToken, presented)) {
      return Optional.of(WishRequest.Source.OPERATOR);
    }
    return MessageDigest.isEqual(token, presented)
        ? Optional.of(WishRequest.Source.LOOP)
        : Optional.empty();
  }

  private static Optional<String> header(HttpRequest request, String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }
}
