package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.WatcherAuthority;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fencing tokens of the watchers, and the generation of each slot that may send orders (promise
 * P10).
 *
 * <p>The token of an older generation can read until it is retired. Tokens are kept in memory only:
 * after a restart of the runtime no child remains, and each slot is admitted again. Thread-safe.
 */
public final class FencingTokens {

  private static final int TOKEN_BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, WatcherAuthority> byToken = new HashMap<>();
  private final Map<SlotId, String> current = new LinkedHashMap<>();

  /**
   * Tokens of a slot that are not retired: the current one, and older ones of watchers that are
   * ending.
   */
  private final Map<SlotId, Set<String>> bySlot = new HashMap<>();

  private final Set<SlotId> cancelled = new HashSet<>();
  private boolean exitOrdersKept;
  private boolean isStopped;

  /**
   * Makes the generation the current one of its slot unless a newer one exists. A repeated call for
   * a generation keeps its token and replaces its wish.
   */
  public synchronized String admit(Wish wish, long generation) {
    WatcherAuthority authority = new WatcherAuthority(wish, generation);
    String present = current.get(authority.slot());
    long newest = present == null ? Long.MIN_VALUE : byToken.get(present).generation();
    if (newest == generation) {
      byToken.put(present, authority);
      return present;
    }
    String token = random();
    byToken.put(token, authority);
    bySlot.computeIfAbsent(authority.slot(), slot -> new HashSet<>()).add(token);
    if (generation > newest) {
      current.put(authority.slot(), token);
      cancelled.remove(authority.slot());
    }
    return token;
  }

  /** Retires the token of one generation. */
  public synchronized void retire(SlotId slot, long generation) {
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

  /**
   * Ends the authority to order in the slot until the next {@link #admit}; its tokens can still
   * read.
   */
  public synchronized void withdraw(SlotId slot) {
    current.remove(slot);
  }

  /**
   * Records that the slot's orders are being cancelled; has no effect if a generation is current.
   */
  synchronized void cancelled(SlotId slot) {
    if (!current.containsKey(slot)) {
      cancelled.add(slot);
    }
  }

  /** Whether an order of the slot that appears later must be cancelled. */
  public synchronized boolean isCancelled(SlotId slot) {
    return cancelled.contains(slot);
  }

  /** Whether the generation of the order has no authority any more. */
  public synchronized boolean isLeft(OwnOrder own) {
    return current(own.slot()).map(now -> own.generation() < now.generation()).orElse(true);
  }

  /** Returns the authority of the token; empty if it is unknown or retired. */
  public synchronized Optional<WatcherAuthority> find(String token) {
    return Optional.ofNullable(byToken.get(token));
  }

  /** Whether this generation may send orders now. */
  public synchronized boolean isCurrent(WatcherAuthority authority) {
    return !isStopped
        && current(authority.slot())
            .map(now -> now.generation() == authority.generation())
            .orElse(false);
  }

  /** Ends the authority of every slot for ever. */
  public synchronized void stop() {
    isStopped = true;
  }

  synchronized boolean isStopped() {
    return isStopped;
  }

  /** From now on no cancel of an exit's order begins. */
  synchronized void keepExitOrders() {
    exitOrdersKept = true;
  }

  /** Whether no cancel of an exit's order may begin. */
  synchronized boolean areExitOrdersKept() {
    return exitOrdersKept;
  }

  /** Whether a generation of the slot may send orders now. */
  synchronized boolean isOrdering(SlotId slot) {
    return !isStopped && current.containsKey(slot);
  }

  synchronized Optional<WatcherAuthority> current(SlotId slot) {
    return Optional.ofNullable(current.get(slot)).map(byToken::get);
  }

  /** Returns all slots with a token, current or not. */
  public synchronized Set<SlotId> slots() {
    return Set.copyOf(bySlot.keySet());
  }

  /**
   * Whether the authority may close unowned quantity. Of several claims on one symbol and side the
   * first admitted one wins.
   */
  public synchronized boolean isClaimant(WatcherAuthority authority) {
    return authority.claimsUnowned()
        && current.values().stream()
            .map(byToken::get)
            .filter(other -> other.claimsUnowned() && rivals(other, authority))
            .findFirst()
            .map(first -> first.slot().equals(authority.slot()))
            .orElse(false);
  }

  /** Whether a current exit of the symbol claims unowned quantity. */
  synchronized boolean isClaimed(Symbol symbol) {
    return current.values().stream()
        .map(byToken::get)
        .anyMatch(
            authority ->
                authority.claimsUnowned() && authority.slot().key().symbol().equals(symbol));
  }

  private static boolean rivals(WatcherAuthority one, WatcherAuthority other) {
    return one.slot().key().symbol().equals(other.slot().key().symbol())
        && one.slot().key().side() == other.slot().key().side();
  }

  private String random() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
