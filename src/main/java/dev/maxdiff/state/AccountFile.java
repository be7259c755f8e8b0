package dev.maxdiff.state;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * {@code account.json}: the broker account that this state belongs to (promise P8).
 *
 * @param id the broker's id of the account
 * @param number the account number that people know
 * @param boundAt when the state was bound to it
 */
public record AccountFile(String id, String number, Instant boundAt) {

  private static final String NAME = "account.json";

  public AccountFile {
    requireNonNull(id, "id");
    requireNonNull(number, "number");
    requireNonNull(boundAt, "boundAt");
  }

  /** Empty before the first binding. */
  public static Optional<AccountFile> read(StateDirectory directory) {
    return StateJson.read(directory.file(NAME), AccountFile.class);
  }

  public void write(StateDirectory directory) {
    StateJson.write(directory.file(NAME), this);
  }
}
