package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.LedgerCorrection;
import dev.maxdiff.execution.model.LedgerCorrection.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long a symbol's ledger and position have differed, or agreed, in the same way, and what
 * explains it. Pure; time is monotonic.
 *
 * <p>A difference is explained only by foreign fills that are later than the last agreement, net of
 * foreign purchases, as a whole, and beyond what had no owner. Each read has all orders of the
 * account since then, so a difference that two reads show was read in full after it began.
 *
 * @param seen the newest read; null = none
 * @param since time of the first of the reads that show the same
 * @param owners what each key owned when the difference began; empty without a difference
 * @param agreed signed unowned quantity at the last lasting agreement; null = not known
 */
public record LedgerWatch(
    Figures seen, long since, Map<WatcherKey, BigDecimal> owners, BigDecimal agreed) {

  public static final LedgerWatch NONE = new LedgerWatch(null, 0, Map.of(), null);

  /** What a read shows; any change of it begins a new wait. */
  record Figures(BigDecimal missing, BigDecimal unowned, BigDecimal foreign) {

    static Figures of(LedgerReading read) {
      return new Figures(
          plain(read.missing()), plain(read.ofSymbol().unowned()), plain(read.foreign()));
    }

    private static BigDecimal plain(BigDecimal value) {
      return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
  }

  public LedgerWatch {
    owners = Collections.unmodifiableSortedMap(new TreeMap<>(owners));
  }

  /**
   * Returns the watch after a read. What a write-off has left without an owner is no agreement
   * while a late fill of ours may still take the write-off back.
   *
   * @param corrections the journalled corrections of the symbol
   * @param hasFilled whether the read shows a fill of ours that the one before did not
   * @param patience see {@link #hasLasted}
   */
  public LedgerWatch after(
      LedgerReading read,
      List<LedgerCorrection> corrections,
      boolean hasFilled,
      long now,
      long patience) {
    Figures figures = Figures.of(read);
    boolean isSame = !hasFilled && figures.equals(seen);
    boolean differs = figures.missing.signum() != 0;
    LedgerWatch next =
        new LedgerWatch(
            figures,
            isSame ? since : now,
            !differs ? Map.of() : owners.isEmpty() ? read.owners() : owners,
            agreed);
    boolean agrees = !differs && (seen == null || next.hasLasted(now, patience));
    return agrees && !read.hasForeign() && reversed(read, corrections).isEmpty()
        ? new LedgerWatch(figures, next.since, next.owners, figures.unowned)
        : next;
  }

  /** Whether the reads have shown the same for at least this long, and no fill of ours since. */
  public boolean hasLasted(long now, long patience) {
    return seen != null && now - since >= patience;
  }

  /** Whether an earlier read has shown other figures, or the same for less than the patience. */
  public boolean isUnsettled(LedgerReading read, long now, long patience) {
    return seen != null && !(Figures.of(read).equals(seen) && hasLasted(now, patience));
  }

  /** Returns what the keys lose to foreign orders; empty unless these explain the difference. */
  public Optional<Map<WatcherKey, BigDecimal>> writeOff(LedgerReading read) {
    BigDecimal missing = read.missing();
    if (missing.signum() == 0 || read.ofSymbol().isOverdrawn()) {
      return Optional.empty();
    }
    BigDecimal away = read.foreign().multiply(SymbolLedger.direction(read.side())).negate();
    BigDecimal theirs = unownedBefore(read).multiply(SymbolLedger.direction(read.side()));
    BigDecimal explained = away.subtract(theirs.max(BigDecimal.ZERO));
    BigDecimal unexplained = missing.subtract(explained);
    return unexplained.compareTo(read.ofSymbol().feeAllowance()) > 0 || explained.signum() <= 0
        ? Optional.empty()
        : Optional.of(LedgerShares.of(read.lacking(), owners, read.owners()));
  }

  private BigDecimal unownedBefore(LedgerReading read) {
    return agreed == null ? read.baseline().unowned() : agreed;
  }

  /**
   * Returns the newest write-off without the part that a fill of ours has made instead: an exit
   * order from before it has filled more than was known then, and the position has what that takes
   * from the keys.
   */
  public Optional<LedgerCorrection> reversed(
      LedgerReading read, List<LedgerCorrection> corrections) {
    if (read.missing().signum() != 0) {
      return Optional.empty();
    }
    for (int i = corrections.size() - 1; i >= 0; i--) {
      LedgerCorrection made = corrections.get(i);
      BigDecimal late =
          made.kind() == Kind.WRITE_OFF
              ? read.all().closed(read.ofSymbol().symbol(), made.at()).subtract(made.closed())
              : BigDecimal.ZERO;
      BigDecimal part = late.min(made.size());
      if (part.signum() > 0) {
        LedgerCorrection rest = without(made, part);
        return isCovered(read, replaced(corrections, rest)) ? Optional.of(rest) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Nothing of what had no owner before, or was bought by others since, becomes a key's. */
  private boolean isCovered(LedgerReading read, List<LedgerCorrection> corrections) {
    LedgerReading then = read.with(corrections);
    BigDecimal sign = SymbolLedger.direction(then.side());
    BigDecimal theirs = unownedBefore(read).add(read.foreign()).multiply(sign);
    BigDecimal left = then.ofSymbol().unowned().multiply(sign).subtract(theirs);
    return left.add(then.ofSymbol().feeAllowance()).signum() >= 0;
  }

  private static List<LedgerCorrection> replaced(
      List<LedgerCorrection> corrections, LedgerCorrection by) {
    List<LedgerCorrection> all = new ArrayList<>(corrections);
    all.replaceAll(known -> known.number() == by.number() ? by : known);
    return all;
  }

  private static LedgerCorrection without(LedgerCorrection made, BigDecimal part) {
    Map<WatcherKey, BigDecimal> back = new TreeMap<>();
    made.byKey().forEach((key, change) -> back.put(key, change.negate()));
    Map<WatcherKey, BigDecimal> given = LedgerShares.of(part, back, back);
    Map<WatcherKey, BigDecimal> left = new TreeMap<>();
    back.forEach(
        (key, share) ->
            left.put(key, share.add(given.getOrDefault(key, BigDecimal.ZERO)).negate()));
    return LedgerCorrection.of(
        made.number(),
        made.kind(),
        left,
        made.cause() + "; reversed for a fill of ours of " + part.toPlainString(),
        made.closed().add(part),
        made.at());
  }
}
