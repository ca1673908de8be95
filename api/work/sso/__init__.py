"""Single sign-on by OpenID Connect, without the web: providers, what they are asked, and what their tokens say."""
