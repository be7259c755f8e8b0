package dev.maxdiff.state;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * {@code account.json}: the broker account of this state directory (promise P8).
 *
 * @param id the broker's id of the account
 * @param number the account number that the broker shows to people
 * @param boundAt time of the binding
 */
public record AccountFile(String id, String number, Instant boundAt) {

  private static final String NAME = "account.json";

  public AccountFile {
    requireNonNull(id, "id");
    requireNonNull(number, "number");
    requireNonNull(boundAt, "boundAt");
  }

  /** Returns the stored binding; empty before the first one. */
  public static Optional<AccountFile> read(StateDirectory directory) {
    return StateJson.read(directory.file(NAME), AccountFile.class);
  }

  public void write(StateDirectory directory) {
    StateJson.writeDurably(directory.file(NAME), this);
  }
}
