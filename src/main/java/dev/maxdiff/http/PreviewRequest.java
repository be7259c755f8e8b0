package dev.maxdiff.http;

import dev.maxdiff.control.WishRequest;
import java.util.List;

/** The wishes whose effect is asked for. */
record PreviewRequest(List<WishRequest> wishes) {
  PreviewRequest {
    wishes = List.copyOf(wishes);
  }

  /** Returns the same wishes from another client. */
  List<WishRequest> from(WishRequest.Source client) {
    return wishes.stream().map(wish -> wish.from(client)).toList();
  }
}
