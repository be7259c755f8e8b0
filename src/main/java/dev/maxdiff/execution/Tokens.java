package dev.maxdiff.execution;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Wish;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tokens that watchers hold, and which generation of each slot may send orders (promise P10).
 *
 * <p>An older generation's token still reads until it is retired. Tokens live in memory only: after
 * a restart every child is gone and each slot is admitted anew. Thread-safe.
 */
final class Tokens {

  private static final int TOKEN_BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Grant> byToken = new HashMap<>();
  private final Map<SlotId, String> current = new LinkedHashMap<>();

  /** Those of a slot that are not retired: its current one, and older ones whose end is awaited. */
  private final Map<SlotId, Set<String>> bySlot = new HashMap<>();

  private final Set<SlotId> cancelled = new HashSet<>();

  /**
   * Makes the generation the current one of its slot unless a newer one is; the same generation
   * again keeps its token and takes the new wish.
   */
  synchronized String admit(Wish wish, long generation) {
    Grant grant = new Grant(wish, generation);
    String present = current.get(grant.slot());
    long newest = present == null ? Long.MIN_VALUE : byToken.get(present).generation();
    if (newest == generation) {
      byToken.put(present, grant);
      return present;
    }
    String token = random();
    byToken.put(token, grant);
    bySlot.computeIfAbsent(grant.slot(), slot -> new HashSet<>()).add(token);
    if (generation > newest) {
      current.put(grant.slot(), token);
      cancelled.remove(grant.slot());
    }
    return token;
  }

  /** Ends the token of one generation. */
  synchronized void retire(SlotId slot, long generation) {
    Set<String> tokens = bySlot.getOrDefault(slot, Set.of());
    tokens.stream()
        .filter(token -> byToken.get(token).generation() == generation)
        .toList()
        .forEach(
            token -> {
              tokens.remove(token);
              byToken.remove(token);
            });
    if (tokens.isEmpty()) {
      bySlot.remove(slot);
    }
    if (current.containsKey(slot) && !byToken.containsKey(current.get(slot))) {
      current.remove(slot);
    }
  }

  /** Lets nobody order in the slot until the next {@link #admit}; its tokens still read. */
  synchronized void withdraw(SlotId slot) {
    current.remove(slot);
  }

  /** The slot's orders are being cancelled; unless somebody may order there by now. */
  synchronized void cancelled(SlotId slot) {
    if (!current.containsKey(slot)) {
      cancelled.add(slot);
    }
  }

  /** Whether an order of the slot that turns up now must be cancelled too. */
  synchronized boolean isCancelled(SlotId slot) {
    return cancelled.contains(slot);
  }

  /** Whether the generation that placed the order may order no more, and left it behind. */
  synchronized boolean isLeft(OwnOrder own) {
    return current(own.slot()).map(now -> own.generation() < now.generation()).orElse(true);
  }

  /** Who presents this token; empty when it is unknown or retired. */
  synchronized Optional<Grant> find(String token) {
    return Optional.ofNullable(byToken.get(token));
  }

  /** Whether this generation may send orders now. */
  synchronized boolean isCurrent(Grant grant) {
    return current(grant.slot()).map(now -> now.generation() == grant.generation()).orElse(false);
  }

  synchronized Optional<Grant> current(SlotId slot) {
    return Optional.ofNullable(current.get(slot)).map(byToken::get);
  }

  /** All slots of which a token lives, whether it may still order or not. */
  synchronized Set<SlotId> slots() {
    return Set.copyOf(bySlot.keySet());
  }

  /**
   * Whether the grant's key is the one that may close what is unowned: of several that claim it on
   * one symbol and side the first admitted.
   */
  synchronized boolean isClaimant(Grant grant) {
    return grant.claimsUnowned()
        && current.values().stream()
            .map(byToken::get)
            .filter(other -> other.claimsUnowned() && rivals(other, grant))
            .findFirst()
            .map(first -> first.slot().equals(grant.slot()))
            .orElse(false);
  }

  /** Whether some current exit of the symbol claims what is unowned. */
  synchronized boolean isClaimed(Symbol symbol) {
    return current.values().stream()
        .map(byToken::get)
        .anyMatch(grant -> grant.claimsUnowned() && grant.slot().key().symbol().equals(symbol));
  }

  private static boolean rivals(Grant one, Grant other) {
    return one.slot().key().symbol().equals(other.slot().key().symbol())
        && one.slot().key().side() == other.slot().key().side();
  }

  private String random() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
