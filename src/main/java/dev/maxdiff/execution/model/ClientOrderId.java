package dev.maxdiff.execution.model;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The client order id of an order of a watcher: {@code
 * mdx-{installation}{tag}-{SYMBOL}-{b|s}-{strategy}-{e|x}-{generation}-{n}}.
 *
 * <p>It names the owner, so ledger and keys can be rebuilt from the broker alone. Only the symbol
 * may contain a hyphen; the form is therefore unambiguous when it is parsed from both ends.
 *
 * @param installation names the state directory of the runtime, {@code [A-Za-z0-9]{6}}
 * @param tag of the start that placed the order, {@code [a-z0-9]{3}}; empty in ids of programs that
 *     knew no tags
 * @param n number of the order in its slot, from 1
 */
public record ClientOrderId(String installation, String tag, SlotId slot, long generation, long n) {

  /** Alpaca's limit, characters. */
  static final int MAX_LENGTH = 128;

  private static final String PREFIX = "mdx-";
  private static final Pattern INSTALLATION = Pattern.compile("[A-Za-z0-9]{6}");
  private static final Pattern TAG = Pattern.compile("([a-z0-9]{3})?");
  private static final Pattern FORM =
      Pattern.compile(
          "mdx-([A-Za-z0-9]{6})([a-z0-9]{3})?-([A-Z0-9][A-Z0-9.-]{0,20})-([bs])-([a-z0-9_]{1,40})-([ex])"
              + "-([0-9]{1,18})-([0-9]{1,18})");

  public ClientOrderId {
    requireNonNull(slot, "slot");
    checkInstallation(installation);
    if (tag == null || !TAG.matcher(tag).matches()) {
      throw new InvalidValueException("tag", tag, "3 of a-z and 0-9, or none");
    }
  }

  /** An id without a tag. */
  public ClientOrderId(String installation, SlotId slot, long generation, long n) {
    this(installation, "", slot, generation, n);
  }

  public static void checkInstallation(String installation) {
    if (installation == null || !INSTALLATION.matcher(installation).matches()) {
      throw new InvalidValueException("installation", installation, "6 letters or digits");
    }
  }

  /** Parses an id; empty if the text does not have this form. */
  public static Optional<ClientOrderId> parse(String text) {
    Matcher matcher = FORM.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Side side = matcher.group(4).equals("b") ? Side.BUY : Side.SELL;
    Slot slot = matcher.group(6).equals("e") ? Slot.ENTRY : Slot.EXIT;
    WatcherKey key =
        new WatcherKey(new Symbol(matcher.group(3)), side, new Strategy(matcher.group(5)));
    return Optional.of(
        new ClientOrderId(
            matcher.group(1),
            matcher.group(2) == null ? "" : matcher.group(2),
            key.slot(slot),
            Long.parseLong(matcher.group(7)),
            Long.parseLong(matcher.group(8))));
  }

  /** Whether a runtime of this program, of this or another installation, placed the order. */
  public static boolean isOfSomeInstallation(String text) {
    return text != null && text.startsWith(PREFIX);
  }

  /** Returns the refusal of an order whose id has more than {@code limit} characters. */
  public Optional<OrderRefusal> refusalOver(int limit) {
    String id = toString();
    if (id.length() <= limit) {
      return Optional.empty();
    }
    return Optional.of(
        OrderRefusal.denied(
            "order_id_too_long",
            "client order id "
                + id
                + " has "
                + id.length()
                + " characters (expected: at most "
                + limit
                + "); use a shorter strategy name"));
  }

  @Override
  public String toString() {
    WatcherKey key = slot.key();
    return PREFIX
        + installation
        + tag
        + "-"
        + key.symbol()
        + "-"
        + key.side().letter()
        + "-"
        + key.strategy()
        + "-"
        + slot.slot().letter()
        + "-"
        + generation
        + "-"
        + n;
  }
}
