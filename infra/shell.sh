# Functions for a shell (bash or zsh) that works with a deployed stack:
#
#   . infra/shell.sh quickbooks-actions
#
# They need the AWS CLI, version 2, with credentials and a region.

STACK=${1:-quickbooks-actions}

# Prints an output of the stack, such as DashboardUrl.
output() {
    local value
    value=$(aws cloudformation describe-stacks --stack-name "$STACK" --output text \
        --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue") || return
    if [ -z "$value" ]; then
        echo "the stack $STACK has no output $1" >&2
        return 1
    fi
    printf '%s\n' "$value"
}

# Invokes a function, given by its name, such as create-invoice, with the event on standard input, and prints the answer.
# Fails if the function did; the answer is then its errorType and errorMessage.
invoke() {
    local answer failure functions
    functions=$(output ActionFunctions) || return
    answer=$(mktemp) || return
    failure=$(aws lambda invoke --function-name "$functions$1" --payload fileb:///dev/stdin \
        --query FunctionError --output text "$answer") || failure=unknown
    cat "$answer"
    echo
    rm -f "$answer"
    [ "$failure" = None ]
}

# Runs an operation of manage-connection, given as JSON.
manage() {
    printf '%s' "$1" | invoke manage-connection
}

# Prints a text as it stands in a JSON string, without what a pasted line may end with.
json_text() {
    printf '%s' "$1" | tr -d '[:cntrl:]' | sed 's/["\\]/\\&/g'
}

# Asks for the access token and client secret of the private app of a HubSpot account, given by its number (Hub ID), and
# stores them. Neither of them gets into a command line, a file or the shell's history.
store_hubspot_app() {
    local name key access_token client_secret
    name=$(output SecretPrefix)hubspot/${1:?the number of the HubSpot account} || return
    key=$(output KmsKey 2>/dev/null)
    printf 'Access token (not shown): '
    IFS= read -rs access_token
    echo
    printf 'Client secret (not shown): '
    IFS= read -rs client_secret
    echo
    if ! aws secretsmanager describe-secret --secret-id "$name" --query Name --output text >/dev/null 2>&1; then
        # The key of your own, if the stack has one.
        set --
        [ -z "$key" ] || set -- --kms-key-id "$key"
        aws secretsmanager create-secret --name "$name" "$@" --query Name --output text >/dev/null || return
    fi
    printf '{"access_token": "%s", "client_secret": "%s"}' "$(json_text "$access_token")" "$(json_text "$client_secret")" |
        aws secretsmanager put-secret-value --secret-id "$name" --secret-string file:///dev/stdin \
            --query Name --output text
}

# Asks for the Intuit app's client id and secret, stores them, and prints the redirect URI of the app.
# Neither of them gets into a command line, a file or the shell's history.
store_intuit_app() {
    local secret client_id client_secret
    secret=$(output IntuitApp) || return
    printf 'Client id: '
    IFS= read -r client_id
    printf 'Client secret (not shown): '
    IFS= read -rs client_secret
    echo
    printf '{"client_id": "%s", "client_secret": "%s"}' "$(json_text "$client_id")" "$(json_text "$client_secret")" |
        aws secretsmanager put-secret-value --secret-id "$secret" --secret-string file:///dev/stdin \
            --query Name --output text || return
    printf 'Enter this redirect URI in the app: '
    output IntuitRedirectUri
}
