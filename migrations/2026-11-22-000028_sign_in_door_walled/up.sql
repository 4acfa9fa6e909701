-- Nobody's either: who tried to sign in, and how often.
ALTER TABLE sign_in_door ENABLE ROW LEVEL SECURITY;
