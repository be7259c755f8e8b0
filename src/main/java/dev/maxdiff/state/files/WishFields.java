package dev.maxdiff.state.files;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The fields of a watcher file that follow from its wish. */
final class WishFields {

  private static final int CONFIG_VERSION = 1;

  private WishFields() {}

  static Map<String, Object> of(Wish wish, long generation, Path file, Instant now) {
    SlotId slot = wish.slotId();
    Map<String, Object> fields = new TreeMap<>();
    fields.put("config_version", CONFIG_VERSION);
    fields.put("mode", slot.slot().toString());
    fields.put("symbol", slot.key().symbol().toString());
    fields.put("side", slot.key().side().toString());
    fields.put("entry_strategy", slot.key().strategy().toString());
    fields.put("generation", generation);
    fields.put("precision", Math.max(0, wish.price().value().scale()));
    fields.put("asset_class", slot.key().symbol().isCrypto() ? "crypto" : "equity");
    fields.put("config_path", file.toString());
    fields.put("started_at", FileTimestamps.text(now));
    fields.putAll(changing(wish, now));
    if (wish instanceof EntryWish entry) {
      entry(fields, entry);
    } else if (wish instanceof ExitWish exit) {
      exit(fields, exit);
    }
    return fields;
  }

  /** Returns the fields that an equal wish may change while its watcher runs. */
  static Map<String, Object> changing(Wish wish, Instant now) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("expiry_at", wish.expiry().map(FileTimestamps::text).orElse(null));
    fields.put(
        "expiry_minutes",
        wish.expiry().map(expiry -> Duration.between(now, expiry).toMinutes()).orElse(null));
    fields.put("poll_seconds", seconds(wish.poll()));
    fields.put("force_immediate", wish.force());
    return fields;
  }

  private static void entry(Map<String, Object> fields, EntryWish wish) {
    fields.put("limit_price", wish.limitPrice().value());
    fields.put("target_qty", wish.targetQuantity().value());
    fields.put("tolerance_pct", wish.tolerance());
    if (wish.priorityRank() != null) {
      fields.put("priority_rank", wish.priorityRank());
    }
  }

  private static void exit(Map<String, Object> fields, ExitWish wish) {
    fields.put("exit_side", wish.slotId().orderSide().toString());
    fields.put("takeprofit_price", wish.takeprofitPrice().value());
    fields.put("price_tolerance", wish.tolerance());
    wish.quantity().map(Quantity::value).ifPresent(value -> fields.put("target_qty", value));
  }

  private static BigDecimal seconds(Duration poll) {
    BigDecimal seconds = BigDecimal.valueOf(poll.toMillis(), 3).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }
}
