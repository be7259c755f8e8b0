package dev.maxdiff.cli.context;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Converters from option texts to domain values. */
public final class Converters {

  /** A value that the domain refused; its message names the option that the user typed. */
  public static final class Refused extends TypeConversionException {
    private static final long serialVersionUID = 1L;

    private final String field;

    Refused(InvalidValueException cause) {
      super(cause.getMessage());
      this.field = cause.field();
    }

    /** Returns the message with {@code option} instead of the domain's field name. */
    public String messageFor(String option) {
      String message = getMessage();
      return option.isEmpty() || !message.startsWith(field)
          ? message
          : option + message.substring(field.length());
    }
  }

  private Converters() {}

  public static void register(CommandLine cli) {
    register(cli, Symbol.class, Symbol::parse);
    register(cli, Side.class, Side::parse);
    register(cli, Slot.class, Slot::parse);
    register(cli, Strategy.class, Strategy::new);
    register(cli, Venue.class, Venue::parse);
    register(cli, Price.class, Price::parse);
    register(cli, Quantity.class, Quantity::parse);
    register(cli, ZoneId.class, Converters::zone);
  }

  private static <T> void register(CommandLine cli, Class<T> type, Function<String, T> parse) {
    cli.registerConverter(
        type,
        text -> {
          try {
            return parse.apply(text);
          } catch (InvalidValueException e) {
            throw new Refused(e);
          }
        });
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new InvalidValueException("tz", text, "a zone like America/New_York or UTC");
    }
  }
}
