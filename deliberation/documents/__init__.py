"""The documents of a meeting as plain data: 開催通知, 次第, 委員名簿, 表決書, 表決結果報告書, 会議録; then page, PDF and Word."""
